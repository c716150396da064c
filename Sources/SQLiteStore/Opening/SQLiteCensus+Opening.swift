import CensusModel
import GRDB

extension SQLiteCensus {
    /// Opens a store, brings its tables up to date where it may be written, and refuses what we did not make.
    static func open(_ path: String, _ access: StoreAccess) throws -> DatabaseQueue {
        guard path != inMemoryPath else { return try openForWriting(path) }
        let file = StoreFile(path)
        try check(file, access)
        if access == .write { StorePlace.makePrivate(path) }
        guard access == .read else { return try openForWriting(path) }
        guard file.isWritable else { return try openAsItIs(file) }
        do {
            return try openForWriting(path)
        } catch {
            // Without a log a reader needs no index of it, for which there may be no room.
            guard !file.hasLog, case .full = SQLiteCensusError.Problem.of(error, operation: "open it", store: path)
            else { throw error }
            return try openAsItIs(file)
        }
    }

    private static func openForWriting(_ path: String) throws -> DatabaseQueue {
        var configuration = configuration
        configuration.prepareDatabase(keepLog)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try Schema.check(queue)
        try Schema.migrate(queue)
        return queue
    }

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
        return configuration
    }

    /// Readers are not held up by a writer, and a crash loses no committed transaction. A log that a large commit has made
    /// long is cut back to 64 MiB once it is in the file: a session may go on for months.
    private static func keepLog(_ database: Database) throws {
        try database.execute(
            sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864")
    }
}
