package import CensusModel
import Foundation
import GRDB
import HourlyRollup
import NetworkTypes

extension SQLiteCensus {
    /// What is in the store, from its catalogue. Where flows changed since it was counted, that reads the key of every flow once, on
    /// all cores.
    package func summary() throws -> StoreSummary {
        var summary = StoreSummary(
            path: path, fileLength: Self.length(of: path), logLength: Self.length(of: path + "-wal"),
            version: try read("look into it") { try Schema.version(of: $0) })
        try addFlows(to: &summary)
        let coverage = try coverage(in: HourRange())
        for hour in coverage.values { summary.coverage.merge(hour) }
        summary.exporters = StoreSummary.exporters(coverage)
        summary.sensors = SensorSummary.all(try sensorCoverage(in: HourRange()), try sensors())
        let hours = coverage.keys + [summary.firstHour, summary.lastHour].compactMap { $0 }
        (summary.firstHour, summary.lastHour) = (hours.min(), hours.max())
        try read("look into it") { try Self.addNotes(to: &summary, $0) }
        summary.kept = StoreSummary.KeptSummary(try keptHours(in: HourRange()))
        return summary
    }

    /// Bytes of a file; 0 where there is none.
    static func length(of path: String) -> UInt64 {
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber
        return size?.uint64Value ?? 0
    }

    /// How many flows, origins and hosts there are.
    private func addFlows(to summary: inout StoreSummary) throws(SQLiteCensusError) {
        let counts: ExtentCounts
        do {
            if summary.version >= Schema.firstVersionWithRuns {
                counts = try extent()
            } else {
                var extent = StoreExtent()
                try forEachFlow(FlowFilter(hours: HourRange())) { extent.add($0.key) }
                counts = extent.counts
            }
        } catch {
            throw error as? SQLiteCensusError
                ?? SQLiteCensusError(store: path, problem: .of(error, operation: "read the flows", store: path))
        }
        (summary.firstHour, summary.lastHour) = (counts.hours?.lowerBound, counts.hours?.upperBound)
        (summary.flows, summary.origins, summary.hosts) = (counts.flows, counts.origins, counts.hosts)
    }

    package func sources() throws(SQLiteCensusError) -> [StoreSummary.Source] {
        try read("look into it") { try Self.sources($0) }
    }

    private static func sources(_ database: Database) throws -> [StoreSummary.Source] {
        guard try database.tableExists("source") else { return [] }
        return try Row.fetchAll(database, sql: "SELECT * FROM source ORDER BY id").map { row in
            try StoreSummary.Source(row, ListSetTable.sets(of: row.value("id"), database))
        }
    }

    /// By the count that SQLite keeps of what other connections commit (sqlite.org/pragma.html#pragma_data_version).
    package func revision() throws(SQLiteCensusError) -> UInt64 {
        try checkPlace()
        return try read("look whether it changed") { database in
            UInt64(clamping: try Int64.fetchOne(database, sql: "PRAGMA data_version") ?? 0)
        }
    }

    /// What is noted beside the counts. Stores of earlier versions that must not be written lack some tables.
    private static func addNotes(to summary: inout StoreSummary, _ database: Database) throws {
        summary.sources = try sources(database)
        if try database.tableExists("earlier_capture") {
            let rows = try Row.fetchAll(database, sql: "SELECT name FROM earlier_capture ORDER BY finished_at, name")
            summary.earlierCaptures = try rows.map { try $0.value("name") }
        }
        let lists = try Row.fetchAll(database, sql: "SELECT * FROM list ORDER BY first_used_at, name, version")
        summary.lists = try lists.map(StoreSummary.List.init)
        summary.basis = try BasisTable.basis(database)
        summary.writers = try WriterMark.descriptions(database)
    }
}

extension StoreSummary.Source {
    fileprivate init(_ row: Row, _ lists: [ListSet]) throws {
        self.init(
            kind: try row.value("kind"), name: try row.value("name"),
            packets: UInt64(clamping: try row.value("packets") as Int64),
            records: UInt64(clamping: row.optionalValue("records", Int64.self) ?? 0),
            dropped: UInt64(clamping: try row.value("dropped") as Int64),
            begun: try row.value("begun_at"), committed: try row.value("committed_at"), lists: lists,
            sensor: row.optionalValue("sensor", String.self) ?? "")
    }
}

extension StoreSummary.List {
    fileprivate init(_ row: Row) throws {
        self.init(
            name: try row.value("name"), version: try row.value("version"), entries: try row.value("entries"),
            firstUsed: try row.value("first_used_at"))
    }
}
