package import CensusModel
import GRDB
package import HourlyRollup

/// A list as the store has noted it.
package struct UsedList: Equatable, Sendable {
    package let record: ListRecord
    /// ISO 8601, in UTC.
    package let firstUsedAt: String
}

extension SQLiteCensus {
    /// Every version of a list that was used, in the order in which they were used first.
    package func lists() throws(SQLiteCensusError) -> [UsedList] {
        try read("read the lists") { database in
            try Row.fetchAll(
                database,
                sql: "SELECT version, name, entries, first_used_at FROM list ORDER BY first_used_at, name, version"
            ).map { row in
                UsedList(
                    record: ListRecord(version: row["version"], name: row["name"], entries: row["entries"]),
                    firstUsedAt: row["first_used_at"])
            }
        }
    }

    /// How many captures and sessions were counted, and their packets.
    package func captureTotals() throws(SQLiteCensusError) -> ReportFigures.Captures {
        try read("read the captures") { database in
            var totals = ReportFigures.Captures()
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT kind, count(*) AS number, sum(packets) AS packets
                    FROM (SELECT kind, packets FROM source WHERE kind <> 'earlier'
                        UNION ALL SELECT 'capture', packets FROM earlier_capture)
                    GROUP BY kind
                    """)
            for row in rows {
                let number = UInt64(clamping: row["number"] as Int64)
                if row["kind"] == "session" { totals.sessions = number } else { totals.captures = number }
                totals.packets += UInt64(clamping: row["packets"] as Int64)
            }
            return totals
        }
    }
}
