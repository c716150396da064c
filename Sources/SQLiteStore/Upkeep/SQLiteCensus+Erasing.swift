import CensusModel
import FlowRuns
import GRDB
package import NetworkTypes

extension SQLiteCensus: HostErasing {
    package func records(ofHost host: IPAddress) throws -> (flows: Int, hours: Int) {
        try read("look for a host") { database in
            let found = try Self.runs(of: host, database)
            return (found.reduce(0) { $0 + $1.records }, Set(found.map(\.run.hour)).count)
        }
    }

    /// Runs with records of the host are written again without them. What is deleted is overwritten, in the log too.
    package func erase(host: IPAddress) throws -> (flows: Int, hours: Int, events: Int) {
        try checkPlace()
        do {
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA secure_delete = ON") }
            let result = try queue.write { database in
                let found = try Self.runs(of: host, database)
                if !found.isEmpty { try ExtentTable.forget(.max, database) }
                for (run, _) in found { try Self.rewrite(run, without: host, database) }
                // Where a source is shipped, it goes without the host in place of what the destination has.
                for source in Set(found.map(\.run.source)) { try ShippedHours.beginAgain(source, database) }
                return (
                    flows: found.reduce(0) { $0 + $1.records }, hours: Set(found.map(\.run.hour)).count,
                    events: try Self.eraseEvents(of: host, database)
                )
            }
            try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            return result
        } catch {
            throw SQLiteCensusError(store: path, problem: .of(error, operation: "remove a host", store: path))
        }
    }

    /// The runs that hold records of a host, and how many.
    private static func runs(of host: IPAddress, _ database: Database) throws -> [(run: RunRow, records: Int)] {
        let reading = try PageReading(database)
        return try RunTable.runs(where: "true", [], database).compactMap { run in
            var count = 0
            for place in 0..<run.pages {
                let records = try reading.records(of: run, place)
                for index in 0..<records.count where records.record(at: index).tuple.host == host { count += 1 }
            }
            return count > 0 ? (run, count) : nil
        }
    }

    private static func rewrite(_ run: RunRow, without host: IPAddress, _ database: Database) throws {
        let reading = try PageReading(database)
        var insertion = try RunInsertion(
            source: run.source, hour: run.hour, commits: run.commits, isPruned: run.isPruned, database)
        var writer = RunWriter()
        writer.begin(run.hour)
        for place in 0..<run.pages {
            let records = try reading.records(of: run, place)
            for index in 0..<records.count {
                let record = records.record(at: index)
                guard record.tuple.host != host else { continue }
                try writer.add(record) { try insertion.add($0, database) }
            }
        }
        try writer.finish { try insertion.add($0, database) }
        try insertion.finish(writer.totals, database)
        try RunTable.remove(run.id, database)
        if !run.isPruned { try lowerMatches(of: run, by: run.totals.packets - writer.totals.packets, database) }
    }

    /// Of an hour and a source as many packets match as its flows have.
    private static func lowerMatches(of run: RunRow, by packets: UInt64, _ database: Database) throws {
        let row = "hour = ? AND source = ? AND kind = 'matched' AND exporter = 0"
        try database.execute(
            sql: "UPDATE coverage SET packets = packets - ? WHERE \(row) AND packets > ?",
            arguments: [Int64(clamping: packets), run.hour.startSeconds, run.source, Int64(clamping: packets)])
        guard database.changesCount == 0 else { return }
        try database.execute(
            sql: "DELETE FROM coverage WHERE \(row) AND packets = ?",
            arguments: [run.hour.startSeconds, run.source, Int64(clamping: packets)])
    }

    private static func eraseEvents(of host: IPAddress, _ database: Database) throws -> Int {
        try database.execute(sql: "DELETE FROM event WHERE host = ?", arguments: [host.databaseValue])
        let events = database.changesCount
        try database.execute(
            sql: "DELETE FROM event_episode WHERE instr(' ' || subject || ' ', ?) > 0", arguments: [" \(host) "])
        return events
    }
}
