import GRDB

/// The census on disk: flows, coverage, captures done and list versions, in one SQLite file.
///
/// What belongs together is committed in one transaction; readers see whole transactions only.
package final class CensusStore: Sendable {
    /// The store as the operator named it; `:memory:` for one that ends with the process.
    package let path: String
    let queue: DatabaseQueue

    package enum Access: Sendable {
        /// Opens a store for writing, and makes it where there is none.
        case write
        /// Opens a store that is there, for reading only.
        case read
    }

    package static let inMemoryPath = ":memory:"

    package init(path: String, access: Access) throws(CensusStoreError) {
        self.path = path
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.label = "flowcensus"
        do {
            if path == Self.inMemoryPath {
                queue = try DatabaseQueue(configuration: configuration)
            } else {
                guard access == .write || Self.exists(path) else { throw CensusStoreError.Problem.missing }
                configuration.readonly = access == .read && !Self.isWritable(path)
                if !configuration.readonly { configuration.prepareDatabase(Self.keepJournal) }
                queue = try Self.openChecked(path, configuration)
            }
            if !configuration.readonly { try Schema.migrate(queue) }
        } catch {
            throw CensusStoreError(store: path, problem: .of(error, operation: "open it"))
        }
    }

    /// Readers are not held up by a writer, and a crash loses no committed transaction.
    private static func keepJournal(_ database: Database) throws {
        try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    }

    /// Opens a file only after looking, read-only, whether it is ours: a foreign file is left as it is.
    private static func openChecked(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
        if exists(path) {
            var readOnly = Configuration()
            readOnly.readonly = true
            readOnly.busyMode = configuration.busyMode
            try Schema.check(DatabaseQueue(path: path, configuration: readOnly))
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Runs `body` in one transaction.
    func write<Result: Sendable>(
        _ operation: String, _ body: (Database) throws -> Result
    ) throws(CensusStoreError) -> Result {
        do {
            return try queue.write(body)
        } catch {
            throw CensusStoreError(store: path, problem: .of(error, operation: operation))
        }
    }

    func read<Result>(_ operation: String, _ body: (Database) throws -> Result) throws(CensusStoreError) -> Result {
        do {
            return try queue.read(body)
        } catch {
            throw CensusStoreError(store: path, problem: .of(error, operation: operation))
        }
    }
}

extension CensusStoreError.Problem: Error {
    /// The problem behind an error of the database.
    static func of(_ error: any Error, operation: String) -> Self {
        if let problem = error as? Self { return problem }
        guard let error = error as? DatabaseError else { return .database(operation: operation, reason: "\(error)") }
        switch error.resultCode {
        case .SQLITE_NOTADB: return .notAStore
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .locked
        case .SQLITE_FULL: return .full
        default: return .database(operation: operation, reason: error.message ?? "\(error.resultCode)")
        }
    }
}
