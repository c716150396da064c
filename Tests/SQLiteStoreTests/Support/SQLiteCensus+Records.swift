import FlowRuns
import GRDB

@testable import SQLiteStore

extension SQLiteCensus {
    /// Writes every run again with changed records, which need not be such as are ever written.
    func changeRecords(_ change: (inout RunRecord) -> Void) throws {
        try queue.write { database in
            let reading = try PageReading(database)
            for run in try RunTable.runs(where: "true", [], database) {
                var insertion = try RunInsertion(
                    source: run.source, hour: run.hour, commits: run.commits, isPruned: run.isPruned, database)
                var writer = RunWriter()
                writer.begin(run.hour)
                for place in 0..<run.pages {
                    let records = try reading.records(of: run, place)
                    for index in 0..<records.count {
                        var record = records.record(at: index)
                        change(&record)
                        try writer.add(record) { try insertion.add($0, database) }
                    }
                }
                try writer.finish { try insertion.add($0, database) }
                try insertion.finish(writer.totals, database)
                try RunTable.remove(run.id, database)
            }
        }
    }

    /// How many runs there are.
    func runCount() throws -> Int {
        try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM run") ?? 0 }
    }
}
