package import CensusModel
import Foundation
import GRDB
import Glibc

/// Brings a store of an earlier version up to date in a copy beside it, which takes its place once it is sound.
///
/// The copy is made under one name and moved to another when it is whole; then flows are moved into runs there, an hour a
/// transaction. So whoever is interrupted goes on where he was, and the store is as it was until the end. Nobody else
/// can write into it meanwhile.
package struct StoreMigration {
    private let path: String
    private let report: (StoreMigrationProgress) throws -> Void

    package init(_ path: String, report: @escaping (StoreMigrationProgress) throws -> Void) {
        (self.path, self.report) = (path, report)
    }

    /// The copy, once it is whole.
    private var draft: String { path + ".migrating" }
    private var part: String { draft + ".part" }

    /// - Returns: the version that the store had, and has.
    package func run() throws(SQLiteCensusError) -> (before: Int, after: Int) {
        do {
            return try migrate()
        } catch {
            throw SQLiteCensusError(
                store: path, problem: .of(error, operation: "bring it up to date", store: path))
        }
    }

    private func migrate() throws -> (before: Int, after: Int) {
        let file = StoreFile(path)
        try file.check(for: .change)
        let version = try SQLiteCensus.openAsItIs(file).read(Schema.version(of:))
        guard version < Schema.version else { return (version, version) }
        let old = try SQLiteCensus.openUnchanged(path)
        var changes: Int?
        try old.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                changes = try Int.fetchOne(database, sql: "PRAGMA data_version")
                try makeDraft(of: database)
                try convert()
                return .rollback
            }
        }
        try replace(old, ifStillAt: changes)
        return (version, Schema.version)
    }

    // MARK: - The copy

    /// Copies the store, unless there is a copy of it as it is now.
    private func makeDraft(of database: Database) throws {
        let state = state
        if FileManager.default.fileExists(atPath: draft), try stateOfDraft() == state { return }
        Self.remove(draft)
        Self.remove(part)
        StorePlace.makePrivate(part)
        // Another connection reads what the transaction has locked for others to write.
        try SQLiteCensus.openUnchanged(path).backup(to: try DatabaseQueue(path: StoreFile.name(part)))
        let copy = try SQLiteCensus.openUnchanged(part)
        try copy.write { database in
            try database.execute(sql: "CREATE TABLE migration (state TEXT NOT NULL)")
            try database.execute(sql: "INSERT INTO migration VALUES (?)", arguments: [state])
            if try database.tableExists("writer") { try database.execute(sql: "DELETE FROM writer") }
        }
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
        try FileManager.default.moveItem(atPath: part, toPath: draft)
    }

    /// What changes when the store does.
    private var state: String {
        [path, path + "-wal"].map { name in
            let values = try? FileManager.default.attributesOfItem(atPath: name)
            guard let size = values?[.size] as? Int, size > 0 else { return "" }
            let changed = (values?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(size) \(changed)"
        }.joined(separator: ", ")
    }

    private func stateOfDraft() throws -> String? {
        try SQLiteCensus.openUnchanged(draft).read { database in
            guard try database.tableExists("migration") else { return nil }
            return try String.fetchOne(database, sql: "SELECT state FROM migration")
        }
    }

    // MARK: - The flows

    private func convert() throws {
        let queue = try SQLiteCensus.openUnchanged(draft)
        let migrator = Schema.migrator
        let (before, withRuns) = (
            migrator.migrations[Schema.firstVersionWithRuns - 2], migrator.migrations[Schema.firstVersionWithRuns - 1]
        )
        let completed = try queue.read(migrator.completedMigrations)
        if !completed.contains(before) { try migrator.migrate(queue, upTo: before) }
        // Whoever was interrupted behind this has no flows left to move, nor the tables that they were in.
        if !completed.contains(withRuns) { try moveFlows(queue) }
        try migrator.migrate(queue)
        try queue.write { try $0.execute(sql: "DROP TABLE IF EXISTS migration") }
        let findings = try queue.read(Soundness.findings)
        guard findings.isEmpty else { throw SQLiteCensusError.Problem.unsound(findings) }
        try queue.vacuum()
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try queue.close()
    }

    private func moveFlows(_ queue: DatabaseQueue) throws {
        try queue.write { try $0.execute(sql: Schema.runs) }
        let left = try queue.read(RunMigration.left)
        var moved = 0
        while let rows = try queue.write(RunMigration.moveNext) {
            moved += rows
            try report(StoreMigrationProgress(moved: moved, of: left))
        }
    }

    /// Puts the copy in the store's place while nobody has the store open for writing.
    private func replace(_ old: DatabaseQueue, ifStillAt changes: Int?) throws {
        try old.writeWithoutTransaction { database in
            // Whoever closes a store that keeps a log removes the log by its name, which the next store's has then.
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
            try database.inTransaction(.exclusive) {
                guard try Int.fetchOne(database, sql: "PRAGMA data_version") == changes else {
                    throw SQLiteCensusError.Problem.locked(holders: [])
                }
                guard unsafe rename(draft, path) == 0 else {
                    throw SQLiteCensusError.Problem.notWritable(reason: unsafe String(cString: strerror(errno)))
                }
                return .rollback
            }
        }
        try old.close()
    }

    private static func remove(_ path: String) {
        for name in [path, path + "-wal", path + "-shm", path + "-journal"] {
            try? FileManager.default.removeItem(atPath: name)
        }
    }
}
