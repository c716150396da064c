import CensusModel
import GRDB

extension SQLiteCensus {
    /// Opens a store, brings its tables up to date where it may be written, and refuses what we did not make.
    static func open(_ path: String, _ access: StoreAccess) throws -> DatabaseQueue {
        guard path != inMemoryPath else { return try openForWriting(path) }
        // It was looked at when it was opened the first time, and must not be again.
        if let place = StorePlace(path), OpenStores.has(place) { return try openForWriting(path) }
        let file = StoreFile(path)
        try check(file, access)
        if access == .write { StorePlace.makePrivate(path) }
        let late = try versionTooLate(file)
        if let late, access != .read {
            throw SQLiteCensusError.Problem.olderVersion(found: late, known: Schema.version)
        }
        guard access == .read else { return try openForWriting(path) }
        guard file.isWritable, late == nil else { return try openAsItIs(file) }
        do {
            return try openForWriting(path)
        } catch {
            // Without a log a reader needs no index of it, for which there may be no room.
            guard !file.hasLog, case .full = SQLiteCensusError.Problem.of(error, operation: "open it", store: path)
            else { throw error }
            return try openAsItIs(file)
        }
    }

    /// Opens a store for writing, of whatever version it is.
    static func openUnchanged(_ path: String) throws -> DatabaseQueue {
        var configuration = configuration
        configuration.prepareDatabase(keepLog)
        return try DatabaseQueue(path: StoreFile.name(path), configuration: configuration)
    }

    private static func openForWriting(_ path: String) throws -> DatabaseQueue {
        let queue = try openUnchanged(path)
        try Schema.check(queue)
        let before = try queue.read(Schema.version(of:))
        try Schema.migrate(queue)
        // Pages of earlier versions have no room for digests until they are written again. Without it the store is as sound.
        if before > 0, before < Schema.firstVersionWithRuns, path != inMemoryPath { try? queue.vacuum() }
        return queue
    }

    /// The version of a store of an earlier one that is so long that bringing it up to date takes more than some seconds,
    /// which nobody expects of a command for something else; `nil` of others.
    private static func versionTooLate(_ file: StoreFile) throws -> Int? {
        guard file.exists, length(of: file.path) > longestBroughtUpToDate else { return nil }
        let version = try openAsItIs(file).read(Schema.version(of:))
        return version > 0 && version < Schema.firstVersionWithRuns ? version : nil
    }

    /// About a million flows of version 8.
    private static let longestBroughtUpToDate: UInt64 = 64 * 1_024 * 1_024

    /// Opens a store that cannot be written, or not now.
    static func openAsItIs(_ file: StoreFile) throws -> DatabaseQueue {
        var configuration = configuration
        configuration.readonly = true
        let queue = try DatabaseQueue(path: file.readingPath, configuration: configuration)
        try Schema.check(queue)
        return queue
    }

    /// Refuses what is not ours before anything is opened for writing, and leaves nothing beside it.
    private static func check(_ file: StoreFile, _ access: StoreAccess) throws {
        try file.check(for: access)
        if file.exists { _ = try openAsItIs(file) }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.label = "flowcensus"
        configuration.prepareDatabase(DatabaseDefence.raise)
        configuration.prepareDatabase(PageSeal.reserve)
        return configuration
    }

    /// Readers are not held up by a writer, and a crash loses no committed transaction. A log that a large commit has made
    /// long is cut back to 64 MiB once it is in the file: a session may go on for months.
    private static func keepLog(_ database: Database) throws {
        try database.execute(
            sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864")
    }
}
