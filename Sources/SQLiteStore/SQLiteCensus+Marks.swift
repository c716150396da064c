package import CensusModel
import GRDB
import NetworkTypes

extension SQLiteCensus: MarkedFlowSource {
    /// By the numbers of runs, which grow, and by the lists of their sources: what is counted again by others may have runs of
    /// the same numbers.
    package func hourMarks() throws -> HourMarks? {
        try read("look which hours changed") { database in
            guard try Schema.version(of: database) >= Schema.firstVersionWithRuns else { return nil }
            let sources = try Row.fetchAll(
                database, sql: "SELECT source, max(list_set) AS a, count(*) AS b FROM counted_with GROUP BY source")
            let lists = try Dictionary(
                sources.map { (try $0.value("source") as Int64, [try $0.value("a") as Int64, try $0.value("b")]) },
                uniquingKeysWith: { first, _ in first })
            var hashers: [Hour: Hasher] = [:]
            let tables = [
                "SELECT hour, source, max(id) AS a, count(*) AS b, sum(records) AS c, sum(packets) AS d, sum(pruned) AS e FROM run",
                "SELECT hour, source, 0 AS a, count(*) AS b, sum(min(packets, 4294967296)) AS c, 0 AS d, 0 AS e FROM coverage",
            ]
            for table in tables {
                let rows = try Row.fetchCursor(database, sql: "\(table) GROUP BY hour, source ORDER BY hour, source")
                while let row = try rows.next() {
                    let hour = try Hour(startSeconds: try row.value("hour"), of: "a row of what was counted")
                    let source: Int64 = try row.value("source")
                    hashers[hour, default: Hasher()].combine(source)
                    hashers[hour]?.combine(lists[source] ?? [])
                    for name in ["a", "b", "c", "d", "e"] {
                        hashers[hour]?.combine(try row.value(name) as Int64)
                    }
                }
            }
            return HourMarks(hashers.mapValues { $0.finalize() })
        }
    }
}
