package import CensusModel
import GRDB
package import NetworkTypes

extension SQLiteCensus: EventSource, EventLedger {
    package func eventMarks(from hour: Hour?) throws -> [Hour: String] {
        try read("look for what is new") { database in
            let condition = hour.map { "WHERE hour >= \($0.startSeconds)" } ?? ""
            var marks: [Hour: String] = [:]
            // Numbers of runs grow, so that the highest one tells of every commit.
            let tables = [
                "SELECT hour, max(id) AS a, sum(records) AS b, sum(packets) AS c FROM run",
                "SELECT hour, count(*) AS a, sum(min(packets, 4294967296)) AS b, 0 AS c FROM coverage",
            ]
            for table in tables {
                for row in try Row.fetchAll(database, sql: "\(table) \(condition) GROUP BY hour") {
                    let hour = try Hour(startSeconds: try row.value("hour"), of: "a row of what was counted")
                    let numbers = try ["a", "b", "c"].map { try row.value($0) as Int64 }
                    marks[hour, default: ""] += numbers.map { "\($0)," }.joined() + ";"
                }
            }
            return marks
        }
    }

    package func sessionPackets(in hours: HourRange) throws -> [Hour: [String: UInt64]] {
        try read("read the coverage of sessions") { database in
            let (conditions, arguments) = hours.sql
            let filter = (conditions + ["coverage.kind = 'seen'", "source.kind = 'session'"]).joined(separator: " AND ")
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT hour, name, sum(min(packets, 4294967296)) AS packets
                    FROM (SELECT hour, source.name AS name, coverage.packets AS packets
                        FROM coverage JOIN source ON source.id = coverage.source WHERE \(filter))
                    GROUP BY hour, name
                    """,
                arguments: arguments)
            var packets: [Hour: [String: UInt64]] = [:]
            for row in rows {
                let hour = try Hour(startSeconds: try row.value("hour"), of: "a row of coverage")
                packets[hour, default: [:]][try row.value("name")] = UInt64(clamping: try row.value("packets") as Int64)
            }
            return packets
        }
    }

    package func withEventMemory<Result: Sendable>(_ body: (any EventMemory) throws -> Result) throws -> Result {
        try checkPlace()
        do {
            return try queue.write { try body(SQLiteEventMemory($0)) }
        } catch let error as DatabaseError {
            throw SQLiteCensusError(store: path, problem: .of(error, operation: "note events", store: path))
        }
    }

    package func events(after number: Int64, limit: Int) throws -> [KeptEvent] {
        try read("read the events") { database in
            // A store of an earlier version that must not be written has no such table.
            guard try database.tableExists("event") else { return [] }
            return try Row.fetchAll(
                database, sql: "SELECT * FROM event WHERE number > ? ORDER BY number LIMIT ?",
                arguments: [number, limit]
            ).map(KeptEvent.init)
        }
    }

    package func claimEvents() throws -> Bool {
        try write("note who sees to events") { database in
            let own = ProcessIdentity.own
            if let row = try Row.fetchOne(database, sql: "SELECT * FROM event_watcher") {
                let holder = try ProcessIdentity(row)
                guard holder == own || !holder.isAlive else { return false }
            }
            try database.execute(
                sql: "INSERT OR REPLACE INTO event_watcher (id, boot, process, started) VALUES (1, ?, ?, ?)",
                arguments: [own.boot, own.process, own.started])
            return true
        }
    }

    package func releaseEvents() throws {
        try write("note who sees to events") { database in
            let own = ProcessIdentity.own
            try database.execute(
                sql: "DELETE FROM event_watcher WHERE boot = ? AND process = ? AND started = ?",
                arguments: [own.boot, own.process, own.started])
        }
    }
}

extension KeptEvent {
    fileprivate init(_ row: Row) throws {
        self.init(
            number: try row.value("number"), identifier: try row.value("identifier"),
            noted: Timestamp(nanoseconds: try row.value("noted")), host: nil, content: try row.value("content"))
    }
}
