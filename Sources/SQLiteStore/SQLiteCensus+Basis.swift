package import CensusModel
import GRDB

extension SQLiteCensus {
    /// Every version of a list that was used, in the order in which they were used first.
    package func lists() throws(SQLiteCensusError) -> [UsedList] {
        try read("read the lists") { database in
            let uses = try Self.uses(database)
            return try Row.fetchAll(
                database,
                sql: "SELECT version, name, entries, first_used_at FROM list ORDER BY first_used_at, name, version"
            ).map { row in
                UsedList(
                    record: ListRecord(version: row["version"], name: row["name"], entries: row["entries"]),
                    firstUsedAt: row["first_used_at"], sources: uses[[row["version"], row["name"]]] ?? 0)
            }
        }
    }

    /// How many sources were counted with each list, by version and name.
    private static func uses(_ database: Database) throws -> [[String]: Int] {
        var uses: [[String]: Int] = [:]
        for source in try Int64.fetchAll(database, sql: "SELECT id FROM source WHERE packets > 0 OR records > 0") {
            let lists = try Set(ListSetTable.sets(of: source, database).flatMap(\.lists).map { [$0.version, $0.name] })
            for list in lists { uses[list, default: 0] += 1 }
        }
        return uses
    }

    /// How many captures and sessions were counted, and their packets.
    package func inputTotals() throws(SQLiteCensusError) -> InputTotals {
        try read("read the captures") { database in
            var totals = InputTotals()
            let version = try Schema.version(of: database)
            let records = version >= Schema.firstVersionWithExporters ? "records" : "0"
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT kind, count(*) AS number, sum(packets) AS packets, sum(records) AS records
                    FROM (SELECT kind, packets, \(records) AS records FROM source WHERE kind <> 'earlier'
                        UNION ALL SELECT 'capture', packets, 0 FROM earlier_capture)
                    GROUP BY kind
                    """)
            for row in rows {
                let number = UInt64(clamping: row["number"] as Int64)
                switch SourceKind(rawValue: row["kind"]) {
                case .session: totals.sessions = number
                case .log: totals.logs = number
                case .collection: totals.collections = number
                default: totals.captures += number
                }
                totals.packets += UInt64(clamping: row["packets"] as Int64)
                totals.records += UInt64(clamping: row["records"] as Int64)
            }
            return totals
        }
    }
}
