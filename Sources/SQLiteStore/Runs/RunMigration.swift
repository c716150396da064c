import CensusModel
import FlowRuns
import GRDB
import NetworkTypes

/// Moves the flows of earlier versions, a row each, into runs.
enum RunMigration {
    private static let tables = [("flow", false), ("pruned_flow", true)]

    /// Moves all that is left.
    static func moveAll(_ database: Database) throws {
        for (table, isPruned) in tables {
            while let hour = try Int64.fetchOne(database, sql: "SELECT min(hour) FROM \(table)") {
                try move(hour, of: table, isPruned: isPruned, database)
            }
        }
    }

    /// Moves the flows of the first hour that has any.
    /// - Returns: how many rows that were; `nil` where none is left.
    static func moveNext(_ database: Database) throws -> Int? {
        for (table, isPruned) in tables {
            guard let hour = try Int64.fetchOne(database, sql: "SELECT min(hour) FROM \(table)") else { continue }
            return try move(hour, of: table, isPruned: isPruned, database)
        }
        return nil
    }

    /// Rows that are left.
    static func left(_ database: Database) throws -> Int {
        try tables.reduce(0) { try $0 + (Int.fetchOne(database, sql: "SELECT count(*) FROM \($1.0)") ?? 0) }
    }

    @discardableResult
    private static func move(_ hour: Int64, of table: String, isPruned: Bool, _ database: Database) throws -> Int {
        let sources = try Int64.fetchAll(
            database, sql: "SELECT DISTINCT source FROM \(table) WHERE hour = ? ORDER BY source", arguments: [hour])
        let start = try Hour(startSeconds: hour, of: "a flow")
        for source in sources {
            var insertion = try RunInsertion(source: source, hour: start, commits: nil, isPruned: isPruned, database)
            var writer = RunWriter()
            writer.begin(start)
            let statement = try database.makeStatement(sql: FlowRow.records(in: table))
            try statement.setArguments([hour, source])
            let rows = RawStatement(statement, database)
            while try rows.step() {
                try writer.add(FlowRow.record(rows)) { try insertion.add($0, database) }
            }
            try writer.finish { try insertion.add($0, database) }
            try insertion.finish(writer.totals, database)
        }
        try database.execute(sql: "DELETE FROM \(table) WHERE hour = ?", arguments: [hour])
        return database.changesCount
    }
}
