import GRDB
import Synchronization

/// Moves what merges have committed from the log of a store into its file, through a connection of its own, while the next store is
/// copied. What a commit is not waited for a power cut may take, as ever (`PRAGMA synchronous = NORMAL`).
final class MergeLog: Sendable {
    private let queue: DatabaseQueue
    private let mostPages: Int
    /// How many pages stood in the log when it was emptied last.
    private let pages = Mutex(0)

    /// - Parameter mostPages: where the log has more, it is emptied before more is written, so that it begins again.
    init(_ path: String, mostPages: Int = 1 << 14) throws {
        queue = try SQLiteCensus.openUnchanged(path)
        self.mostPages = mostPages
    }

    /// Begins to empty the log as far as it was committed. Where others are in the way, it is emptied later.
    func empty() {
        queue.asyncWriteWithoutTransaction { self.empty($0) }
    }

    /// Waits until the log is short.
    func wait() {
        guard pages.withLock({ $0 }) > mostPages else { return }
        queue.writeWithoutTransaction(empty)
    }

    /// Empties the log to its end.
    func close() {
        queue.writeWithoutTransaction(empty)
        try? queue.close()
    }

    private func empty(_ database: Database) {
        guard let result = try? database.checkpoint(.passive) else { return }
        pages.withLock { $0 = result.walFrameCount }
    }
}

/// How a connection writes a whole store at once: its pages are held until they are full, and whoever commits does not empty the log.
struct WritingSettings {
    private let cache: Int
    private let checkpoints: Int

    /// KiB of pages that are held.
    private static let cacheSize = 16 << 10

    static func raise(_ database: Database) throws -> WritingSettings {
        let settings = WritingSettings(
            cache: try Int.fetchOne(database, sql: "PRAGMA main.cache_size") ?? 0,
            checkpoints: try Int.fetchOne(database, sql: "PRAGMA wal_autocheckpoint") ?? 0)
        try database.execute(sql: "PRAGMA main.cache_size = -\(cacheSize); PRAGMA wal_autocheckpoint = 0")
        return settings
    }

    func putBack(_ database: Database) {
        try? database.execute(
            sql: "PRAGMA main.cache_size = \(cache); PRAGMA wal_autocheckpoint = \(checkpoints)")
    }
}
