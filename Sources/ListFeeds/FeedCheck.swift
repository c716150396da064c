import ByteInput
import Watchlist

/// Checks a new version of a list before it is used: as `watchlist check` reads it, and against the version before it.
struct FeedCheck {
    let entries: Int
    let refusedLines: Int
    /// SHA-256 of what it says.
    let version: String

    /// Bytes of memory that a list may take while it is checked.
    private static let memoryLimit = 2 * 1_024 * 1_024 * 1_024

    /// - Parameters:
    ///   - reading: what stands before the colon of a list argument.
    ///   - previous: how many entries the version in use has; `nil` where there is none, or it does not matter.
    ///   - unpackedLimit: bytes of the list, unpacked.
    init(_ path: String, reading: String, previous: Int?, unpackedLimit: Int) throws(FeedError) {
        try Self.checkLength(path, limit: unpackedLimit)
        let argument = reading.isEmpty ? path : "\(reading):\(path)"
        let lists: LoadedLists
        do {
            lists = try WatchlistLoader(ListOptions(lists: [argument]), memoryLimit: Self.memoryLimit).load()
        } catch let error as WatchlistError {
            throw .refused(reason: error.reason)
        } catch {
            throw .refused(reason: "\(error)")
        }
        guard let list = lists.lists.first else { throw .refused(reason: "names categories, and no address") }
        (entries, refusedLines, version) = (list.table.count, list.refusedCount, list.version)
        guard entries > 0 else { throw .refused(reason: "is empty") }
        if let previous, entries * 2 < previous {
            throw .refused(
                reason:
                    "has \(entries) entries, and the one in use has \(previous); if that is meant, allow it to shrink")
        }
    }

    /// Refuses what unpacks to more than it may, before it is looked at.
    private static func checkLength(_ path: String, limit: Int) throws(FeedError) {
        do {
            let pieces = InputPieces(try OpenedInput(path: path))
            var length = 0
            while case let piece = try pieces.next(), !piece.isEmpty {
                length += piece.count
                guard length <= limit else { throw FeedError.refused(reason: "unpacks to more than \(limit) bytes") }
            }
        } catch let error as FeedError {
            throw error
        } catch let error as ByteInputError {
            throw .refused(reason: "\(error.problem)")
        } catch {
            throw .refused(reason: "\(error)")
        }
    }
}

extension WatchlistError {
    /// What is wrong, without the name of a file that goes.
    fileprivate var reason: String {
        let text = description
        return text.hasPrefix("\(list): ") ? String(text.dropFirst(list.count + 2)) : text
    }
}
