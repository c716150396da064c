import CensusModel
import FlowRuns
import GRDB

/// Takes runs over from another store, page by page as they are, but for the numbers of attributions.
enum RunCopy {
    /// Copies the runs of a source of the attached database `other`, with the numbers that the table
    /// `other_attribution (id, here)` gives.
    static func copy(from source: Int64, to number: Int64, _ database: Database) throws {
        let runs = try RunTable.runs(where: "source = ?", [source], database, in: "other")
        let reading = try PageReading(database, in: "other")
        let numbers = try Dictionary(
            uniqueKeysWithValues: Row.fetchAll(database, sql: "SELECT id, here FROM temp.other_attribution").map {
                (try $0.value("id") as Int64, try $0.value("here") as Int64)
            })
        try ExtentTable.forget(runs.reduce(0) { $0.addingClamped($1.totals.records) }, database)
        for run in runs {
            var insertion = try RunInsertion(
                source: number, hour: run.hour, commits: run.commits, isPruned: run.isPruned, database)
            for place in 0..<run.pages {
                var (page, keys) = try reading.page(of: run, place)
                page.attributions = try page.attributions.map { attribution in
                    guard let here = numbers[attribution] else {
                        throw run.damage(ofPage: place, .impossible("a flow of an unknown attribution"))
                    }
                    return here
                }
                try insertion.add(page.bytes, first: keys.first, last: keys.last, database)
            }
            try insertion.finish(run.totals, database)
        }
    }
}
