package import CensusModel
import HourlyRollup
import NetworkTypes

extension ClickHouseCensus {
    /// A number that is another one once a row was added. Rows that are removed change no answer.
    package func revision() throws -> UInt64 {
        let kept = try hasKeptTables() ? [tables.keptHour] : []
        let parts = ([tables.claim, tables.setting] + kept).map {
            "SELECT count() AS rows, toUInt64(max(toUInt32(noted))) AS latest FROM \($0)"
        }
        let numbers =
            try rows(
                "SELECT toUInt8(1), sum(rows), max(latest) FROM (\(parts.joined(separator: " UNION ALL ")))",
                "look whether it changed"
            ) { (try $0.number(UInt64.self), try $0.number(UInt64.self)) }.first ?? (0, 0)
        return numbers.1 << 32 ^ numbers.0
    }

    package func inputTotals() throws -> InputTotals {
        var totals = InputTotals()
        for source in try sources() {
            switch SourceKind(rawValue: source.kind) {
            case .session: totals.sessions += 1
            case .log: totals.logs += 1
            case .collection: totals.collections += 1
            default: totals.captures += 1
            }
            totals.packets = totals.packets.addingClamped(source.packets)
            totals.records = totals.records.addingClamped(source.records)
        }
        return totals
    }

    /// What was counted, in the order in which it was begun.
    package func sources() throws -> [StoreSummary.Source] {
        try countedSources(snapshot()).map(\.summary)
    }

    /// The sources with their numbers.
    func countedSources(_ snapshot: ClaimSnapshot) throws -> [SourcePart] {
        // A row for each set of lists that a source was counted with.
        let question = { (once: String) in
            """
            SELECT toUInt8(1), source, any(kind), argMax(name, (generation, number)), sum(packets), sum(records), sum(dropped),
                toUInt32(min(noted)), toUInt32(max(noted)), min(number) AS first, lists,
                argMax(begun, part), argMax(committed, (generation, part)), \(Self.sensorOfSource)
            FROM (SELECT id, source, kind, name, generation, number, packets, records, dropped, noted, lists, sensor, part, begun,
                committed FROM \(self.tables.claim) WHERE \(SQL.all(snapshot.conditions(in: HourRange()))) \(once))
            GROUP BY source, lists ORDER BY source, first, lists
            """
        }
        let parts = try rowsOfClaims(in: HourRange(), "look into it", question, SourcePart.init)
        return Dictionary(grouping: parts, by: \.source).values.map(SourcePart.whole).sorted {
            ($0.begun, $0.source) < ($1.begun, $1.source)
        }
    }

    package func summary() throws -> StoreSummary {
        var summary = StoreSummary(path: path, fileLength: try length(), logLength: 0, version: Tables.version)
        let sensorCoverage = try sensorCoverage(in: HourRange())
        var coverage: [Hour: Coverage] = [:]
        for (hour, part) in sensorCoverage.values.flatMap(\.self) { coverage[hour, default: Coverage()].merge(part) }
        for hour in coverage.values { summary.coverage.merge(hour) }
        summary.exporters = StoreSummary.exporters(coverage)
        let visible = "pruned = 0 AND \(isVisible(in: HourRange(), try snapshot()))"
        let flows = try flowCounts(visible)
        let hours = coverage.keys + flows.hours
        (summary.firstHour, summary.lastHour, summary.flows) = (hours.min(), hours.max(), flows.count)
        (summary.origins, summary.hosts) = try endCounts(visible)
        summary.kept = StoreSummary.KeptSummary(try keptHours(in: HourRange()))
        summary.sensors = SensorSummary.all(sensorCoverage, try sensors())
        (summary.sources, summary.lists, summary.basis) = (try sources(), try noted(), try basis())
        return summary
    }

    /// How many flows there are, and the first and the last hour of them.
    ///
    /// Where an hour has as many hashes as rows, each row is a flow of its own. Of other hours, which hold what several exporters or
    /// sensors tell of one flow, keys are counted: that takes five times as long.
    private func flowCounts(_ visible: String) throws -> (count: UInt64, hours: [Hour]) {
        let question = """
            SELECT toUInt8(1), hour, count(), uniqExact(cityHash64(origin, host, protocol, host_port, origin_port, class))
            FROM \(tables.flow) WHERE \(visible) GROUP BY hour
            """
        let hours = try rows(question, "look into it") { reader in
            let hour = try FlowRow.hour(reader.number())
            return (hour: hour, rows: try reader.number(UInt64.self), hashes: try reader.number(UInt64.self))
        }
        var count = hours.filter { $0.rows == $0.hashes }.reduce(0 as UInt64) { $0.addingClamped($1.rows) }
        let unsure = hours.filter { $0.rows != $0.hashes }.map { "\($0.hour.startSeconds)" }
        if !unsure.isEmpty {
            let question = """
                SELECT toUInt8(1), sum(keys) FROM (SELECT hour, uniqExact(\(Tables.flowOrder)) AS keys FROM \(tables.flow)
                WHERE \(visible) AND hour IN (\(unsure.joined(separator: ", "))) GROUP BY hour)
                """
            let keys = try rows(question, "look into it") { try $0.number(UInt64.self) }.first ?? 0
            count = count.addingClamped(keys)
        }
        return (count, hours.map(\.hour))
    }

    /// How many origins and hosts there are: those of IPv4 by numbers, which takes a quarter of the time that sixteen bytes do.
    private func endCounts(_ visible: String) throws -> (origins: Int, hosts: Int) {
        let counts = ["origin", "host"].map { end in
            """
            uniqExactIf(reinterpretAsUInt32(substring(\(end), 13, 4)), \(end)_version = 4)
                + uniqExactIf(\(end), \(end)_version != 4)
            """
        }
        let question = "SELECT toUInt8(1), \(counts.joined(separator: ", ")) FROM \(tables.flow) WHERE \(visible)"
        return try rows(question, "look into it") { reader in
            (Int(clamping: try reader.number(UInt64.self)), Int(clamping: try reader.number(UInt64.self)))
        }.first ?? (0, 0)
    }

    /// Bytes of the tables at the server; 0 where the user may not know.
    func length() throws -> UInt64 {
        try partTotals().reduce(0) { $0.addingClamped($1.bytes) }
    }

    /// The parts that the server keeps the tables in.
    func partTotals() throws -> [(parts: UInt64, bytes: UInt64)] {
        try rows(
            "SELECT toUInt8(1), count(), sum(bytes_on_disk) FROM \(layout.system("parts")) WHERE active AND database = "
                + SQL.text(server.address.database), "look how long it is"
        ) { (parts: try $0.number(UInt64.self), bytes: try $0.number(UInt64.self)) }
    }
}

/// What was counted of a source with one set of lists.
struct SourcePart {
    let source: Int64
    let kind: String
    let name: String
    var packets: UInt64
    var records: UInt64
    var dropped: UInt64
    var begun: UInt32
    var committed: UInt32
    let first: UInt64
    var lists: [ListSet]
    /// As the sensor that shipped it says; empty of what was counted here.
    private let begunThere: String
    private var committedThere: String
    private var sensor: String

    init(_ reader: inout RowReader) throws {
        (source, kind, name) = (try reader.number(), try reader.text(), try reader.text())
        (packets, records, dropped) = (try reader.number(), try reader.number(), try reader.number())
        (begun, committed, first) = (try reader.number(), try reader.number(), try reader.number())
        lists = try ListSet.sets(claimText: reader.text())
        (begunThere, committedThere, sensor) = (try reader.text(), try reader.text(), try reader.text())
    }

    /// What was counted of a source, by the parts of it.
    static func whole(_ parts: [SourcePart]) -> SourcePart {
        let parts = parts.sorted { ($0.begun, $0.first) < ($1.begun, $1.first) }
        var whole = parts[0]
        for part in parts.dropFirst() {
            whole.packets = whole.packets.addingClamped(part.packets)
            whole.records = whole.records.addingClamped(part.records)
            whole.dropped = whole.dropped.addingClamped(part.dropped)
            (whole.begun, whole.committed) = (min(whole.begun, part.begun), max(whole.committed, part.committed))
            whole.lists += part.lists.filter { !whole.lists.contains($0) }
            whole.committedThere = max(whole.committedThere, part.committedThere)
            if !part.sensor.isEmpty { whole.sensor = part.sensor }
        }
        return whole
    }

    var summary: StoreSummary.Source {
        StoreSummary.Source(
            kind: kind, name: name, packets: packets, records: records, dropped: dropped,
            begun: begunThere.isEmpty ? ClickHouseCensus.time(begun) : begunThere,
            committed: committedThere.isEmpty ? ClickHouseCensus.time(committed) : committedThere, lists: lists,
            sensor: sensor)
    }
}
