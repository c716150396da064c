import GRDB
import NetworkTypes

/// The tables `hour_commit`, `shipped_source` and `shipped_hour`: what was added to an hour of a source, and how much of it each
/// destination has.
enum ShippedHours {
    /// Notes that a commit added to some hours.
    static func note(_ hours: Set<Hour>, of source: Int64, commits: Int64, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO hour_commit (source, hour, commits) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET commits = excluded.commits
                """)
        for hour in hours { try statement.execute(arguments: [source, hour.startSeconds, commits]) }
    }

    /// Parts the runs of one source and hour by what is at each destination, what is on its way there, and what is not: these are
    /// never put together.
    static func bands(_ runs: [RunRow], _ database: Database) throws -> [[RunRow]] {
        guard let run = runs.first else { return [] }
        let rows = try Row.fetchAll(
            database, sql: "SELECT arrived, sent FROM shipped_hour WHERE source = ? AND hour = ?",
            arguments: [run.source, run.hour.startSeconds])
        guard !rows.isEmpty else { return [runs] }
        let bounds = try Set(rows.flatMap { [try $0.value("arrived") as Int64, try $0.value("sent")] })
        let bands = Dictionary(grouping: runs) { run in bounds.count { $0 < run.commits } }
        return bands.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Notes that what a source contributed is another thing than what destinations have: all of it goes there again.
    static func beginAgain(_ source: Int64, _ database: Database) throws {
        try database.execute(sql: "UPDATE source SET generation = generation + 1 WHERE id = ?", arguments: [source])
        for table in ["shipped_source", "shipped_hour"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE source = ?", arguments: [source])
        }
    }
}
