import Runtime
import Watchlist

/// Loads the lists again while the old ones are in use, and refuses what looks like an accident.
struct ListReload {
    let options: ListOptions
    let allowsShrink: Bool

    /// - Returns: the new lists, read by the same code as at the start.
    /// - Throws: why the old ones stay.
    func load(inPlaceOf old: LoadedWatchlist) throws -> LoadedWatchlist {
        let new = LoadedWatchlist(try WatchlistLoader(options).load())
        if !allowsShrink { try Self.check(old.sizes, new.sizes) }
        return new
    }

    /// Refuses a list that is empty or has shrunk by more than half.
    static func check(_ old: [(name: String, entries: Int)], _ new: [(name: String, entries: Int)]) throws {
        for (before, after) in zip(old, new) where before.entries > 0 {
            guard after.entries * 2 < before.entries else { continue }
            let change = after.entries == 0 ? "is empty now" : "has \(after.entries) entries now"
            throw CommandProblem(
                "\(after.name): \(change), it had \(before.entries); if that is meant, start with --allow-shrink")
        }
    }
}

extension LoadedWatchlist {
    /// The lists by name, and how many entries each has.
    fileprivate var sizes: [(name: String, entries: Int)] { lists.lists.map { ($0.name, $0.table.count) } }
}
