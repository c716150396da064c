import CensusModel
import GRDB
package import NetworkTypes

extension SQLiteCensus: SizeKnowing {
    /// Pages that are in use (sqlite.org/pragma.html#pragma_freelist_count).
    package func usedBytes() throws -> UInt64 {
        try read("see how large it is") { database in
            let values = try ["page_count", "freelist_count", "page_size"].map { name in
                try Int64.fetchOne(database, sql: "PRAGMA \(name)") ?? 0
            }
            return UInt64(clamping: (values[0] - values[1]) * values[2])
        }
    }

    package func firstHour() throws -> Hour? {
        try read("look for its first hour") { database in
            let seconds = try Int64.fetchOne(
                database,
                sql: """
                    SELECT min(hour) FROM
                    (SELECT min(hour) AS hour FROM coverage UNION ALL SELECT min(hour) FROM run WHERE pruned = 0)
                    """)
            return try seconds.map { try Hour(startSeconds: $0, of: "its first hour") }
        }
    }
}
