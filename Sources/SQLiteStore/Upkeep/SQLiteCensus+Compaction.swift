import GRDB

extension SQLiteCensus {
    /// Merges all runs of a source and an hour to one, hour by hour: each is merged as a whole or not at all.
    ///
    /// - Returns: how many runs there were, and are.
    package func compact() throws(SQLiteCensusError) -> (before: Int, after: Int) {
        let before = try runs
        let parts = try read("look for runs to merge") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT source, hour, pruned FROM run GROUP BY source, hour, pruned HAVING count(*) > 1
                    ORDER BY hour, source, pruned
                    """)
        }
        for part in parts {
            try write("merge runs") { database in
                let runs = try RunTable.runs(
                    where: "source = ? AND hour = ? AND pruned = ?", StatementArguments(part.databaseValues), database)
                for band in try ShippedHours.bands(runs, database) { try RunTiers.merge(band, database) }
            }
        }
        return (before, try runs)
    }

    private var runs: Int {
        get throws(SQLiteCensusError) {
            try read("count runs") { try Int.fetchOne($0, sql: "SELECT count(*) FROM run") ?? 0 }
        }
    }
}
