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
                let file = StoreFile(path)
                guard access == .write || file.exists else { throw CensusStoreError.Problem.missing }
                try Self.check(file)
                configuration.readonly = access == .read && !file.isWritable
                if !configuration.readonly { configuration.prepareDatabase(Self.keepJournal) }
                queue = try DatabaseQueue(
                    path: configuration.readonly ? file.immutableURI : path, configuration: configuration)
            }
            try Schema.check(queue)
            if !configuration.readonly { try Schema.migrate(queue) }
        } catch {
            throw CensusStoreError(store: path, problem: .of(error, operation: "open it"))
        }
    }

    /// Readers are not held up by a writer, and a crash loses no committed transaction.
    private static func keepJournal(_ database: Database) throws {
        try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    }

    /// Refuses what is not ours before anything is opened for writing, and leaves nothing beside it.
    private static func check(_ file: StoreFile) throws {
        try file.check()
        guard file.exists else { return }
        var configuration = Configuration()
        configuration.readonly = true
        try Schema.check(DatabaseQueue(path: file.immutableURI, configuration: configuration))
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
