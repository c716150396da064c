import Foundation
import Logging
import Runtime
import Watchlist

/// Loads the lists again while the old ones are in use, and refuses what looks like an accident.
///
/// A thread of its own loads them, however long that takes, and posts them to the session's inbox when they are whole:
/// commits and signals go on meanwhile. Belongs to the session's thread.
struct ListReload {
    private var options: ListOptions
    private var allowsShrink: Bool
    private let memory: LiveMemory
    private let inbox: LiveInbox
    private let logger: Logger
    private var isLoading = false
    /// Whether the lists are to be loaded once more, because they may have changed after they were read.
    private var isAskedAgain = false

    /// Bytes of stack, as the first thread has them.
    private static let stackSize = 8 * 1_024 * 1_024

    init(_ options: LiveCountOptions, settings: WorkerSettings) {
        (self.options, allowsShrink) = (options.lists, options.allowsShrink)
        (memory, inbox, logger) = (settings.memory, settings.inbox, settings.logger)
    }

    /// Loads other lists from the next time on.
    mutating func take(_ options: LiveCountOptions) {
        (self.options, allowsShrink) = (options.lists, options.allowsShrink)
    }

    /// Begins to load the lists, now or as soon as the load that is under way has ended.
    mutating func begin(inPlaceOf old: LoadedWatchlist) {
        guard !isLoading else {
            isAskedAgain = true
            return
        }
        isLoading = true
        memory.beginReload()
        let (options, allowsShrink, limit) = (options, allowsShrink, memory.listLimit)
        let (inbox, logger) = (inbox, logger)
        let thread = Thread {
            inbox.post(
                .listsLoaded(
                    Result {
                        let new = try Self.load(options, limit: limit, shrinkingFrom: allowsShrink ? nil : old)
                        new.log(to: logger)
                        return new
                    }))
        }
        thread.stackSize = Self.stackSize
        thread.start()
        logger.info("loading the lists again; the old ones stay in use until then")
    }

    /// Notes that a load has ended, and begins the one that was requested meanwhile.
    mutating func end(inUse: LoadedWatchlist) {
        memory.endReload(lists: inUse.memory)
        isLoading = false
        guard isAskedAgain else { return }
        isAskedAgain = false
        begin(inPlaceOf: inUse)
    }

    /// - Parameters:
    ///   - limit: bytes of memory that the lists may take.
    ///   - old: what the new lists are compared with; `nil` to take whatever they hold.
    /// - Returns: the new lists, read by the same code as at the start.
    /// - Throws: why the old ones stay.
    private static func load(
        _ options: ListOptions, limit: Int, shrinkingFrom old: LoadedWatchlist?
    ) throws -> LoadedWatchlist {
        let new = LoadedWatchlist(try WatchlistLoader(options, memoryLimit: limit).loadAsUser())
        if let old { try check(old.sizes, new.sizes) }
        return new
    }

    /// Refuses a list that is empty or has shrunk by more than half. One of another name is compared with none.
    static func check(_ old: [(name: String, entries: Int)], _ new: [(name: String, entries: Int)]) throws {
        let known = Dictionary(old.map { ($0.name, $0.entries) }) { first, _ in first }
        for after in new {
            guard let before = known[after.name], after.entries * 2 < before else { continue }
            let change = after.entries == 0 ? "is empty now" : "has \(after.entries) entries now"
            throw CommandProblem(
                "\(after.name): \(change), it had \(before); if that is meant, start with --allow-shrink")
        }
    }
}

extension LoadedWatchlist {
    /// The lists by name, and how many entries each has.
    fileprivate var sizes: [(name: String, entries: Int)] { lists.lists.map { ($0.name, $0.table.count) } }
}
