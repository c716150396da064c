import GRDB

/// A row of the table `writer`: a process is at work that writes. It goes when the process is done, so that one that is
/// left tells of an end that was none.
struct WriterMark: Sendable {
    private let identifier: Int64

    /// Marks that this process writes, in place of those that ended otherwise.
    static func set(_ queue: DatabaseQueue) throws -> WriterMark {
        try queue.write { database in
            for row in try left(database) {
                try database.execute(sql: "DELETE FROM writer WHERE id = ?", arguments: [row.identifier])
            }
            let own = ProcessIdentity.own
            try database.execute(
                sql: """
                    INSERT INTO writer (boot, process, started, since)
                    VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
                    """,
                arguments: [own.boot, own.process, own.started])
            return WriterMark(identifier: database.lastInsertedRowID)
        }
    }

    func clear(_ queue: DatabaseQueue) throws {
        try queue.write { try $0.execute(sql: "DELETE FROM writer WHERE id = ?", arguments: [identifier]) }
    }

    /// Looks a store through where a process that wrote did not come to its end.
    ///
    /// - Returns: whether that was so.
    /// - Throws: `SQLiteCensusError.Problem.damaged`.
    static func lookThroughWhereOneIsLeft(_ queue: DatabaseQueue) throws -> Bool {
        try queue.read { database in
            guard try !left(database).isEmpty else { return false }
            guard let finding = try Soundness.firstFinding(database) else { return true }
            throw SQLiteCensusError.Problem.damaged(finding: finding)
        }
    }

    /// The marks of processes that are no more.
    private static func left(_ database: Database) throws -> [WriterMark] {
        try rows(database).compactMap { row in
            try ProcessIdentity(row).isAlive ? nil : WriterMark(identifier: try row.value("id"))
        }
    }

    /// Which processes write, and since when: `process 1234 since 2026-11-24T12:00:00Z`.
    static func descriptions(_ database: Database) throws -> [String] {
        try rows(database).compactMap { row in
            let process = try ProcessIdentity(row)
            guard process.isAlive else { return nil }
            return "process \(process.process) since \(try row.value("since") as String)"
        }
    }

    private static func rows(_ database: Database) throws -> [Row] {
        // A store of an earlier version that must not be written has no such table.
        guard try database.tableExists("writer") else { return [] }
        return try Row.fetchAll(database, sql: "SELECT * FROM writer ORDER BY id")
    }
}

extension ProcessIdentity {
    /// - Parameter row: with the columns `boot`, `process` and `started`.
    init(_ row: Row) throws {
        self.init(boot: try row.value("boot"), process: try row.value("process"), started: try row.value("started"))
    }
}
