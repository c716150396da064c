package import CensusModel
import HourlyRollup
package import NetworkTypes

extension ClickHouseCensus {
    /// Rows of flows that are asked for at a time, as whole hours.
    private static let rowsAtATime: UInt64 = 500_000

    /// Hands every flow of a filter to `body` in the order of flow keys, some hours at a time.
    package func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        guard !filter.hours.isEmpty else { return }
        try forEachFlow(filter, try snapshot(), body)
    }

    /// The same of one moment.
    /// - Parameter further: what else has to hold of rows.
    func forEachFlow(
        _ filter: FlowFilter, _ snapshot: ClaimSnapshot, also further: [String] = [],
        _ body: (FlowRecord) throws -> Void
    ) throws {
        for stretch in try stretches(filter, snapshot, further) {
            try forEachFlow(filter, of: stretch, snapshot, further, body)
        }
    }

    private func forEachFlow(
        _ filter: FlowFilter, of stretch: Stretch, _ snapshot: ClaimSnapshot, _ further: [String],
        _ body: (FlowRecord) throws -> Void
    ) throws {
        let operation = "read the flows"
        var (reader, merge, labels) = (RowReader(), FlowMerge(), LabelsRead())
        // The body's own errors come back as they are.
        do {
            let question = question(condition(filter, stretch.hours, snapshot, further))
            try server.read(question, operation, isLong: stretch.rows > 8 * Self.rowsAtATime) { piece in
                try reader.take(piece) { reader in
                    let flow = try FlowRow.read(&reader, &labels)
                    if filter.admits(flow.key) { try merge.add(flow, body) }
                }
            }
            try reader.finish()
        } catch let fault as RowReader.Fault {
            throw damage(fault, operation)
        }
        guard reader.isAtEnd else { throw failure(.damaged(reason: "it ends before its last row")) }
        try merge.handOut(body)
    }

    /// Rows in the order of keys, and one behind them.
    private func question(_ condition: String) -> String {
        let columns = FlowRow.readColumns.joined(separator: ", ")
        let end = Tables.flowColumns.filter { FlowRow.readColumns.contains($0.name) }
            .map { "\(Self.nothing($0.type)) AS \($0.name)" }.joined(separator: ", ")
        return """
            SELECT mark, \(columns) FROM (
                SELECT toUInt8(1) AS mark, \(columns) FROM \(tables.flow) WHERE \(condition)
                UNION ALL SELECT toUInt8(2) AS mark, \(end))
            ORDER BY mark, \(Tables.flowOrder) FORMAT RowBinary
            """
    }

    /// A value of a type, for the row behind the last one, of which nothing but the mark is read.
    static func nothing(_ type: String) -> String {
        switch type {
        case "FixedString(16)": "toFixedString(unhex('\(String(repeating: "00", count: 16))'), 16)"
        case "Array(String)": "emptyArrayString()"
        default: "to\(type)(0)"
        }
    }

    private func condition(
        _ filter: FlowFilter, _ hours: HourRange, _ snapshot: ClaimSnapshot, _ further: [String]
    ) -> String {
        SQL.all(
            hours.conditions + filter.ends + (filter.includesPruned ? [] : ["pruned = 0"])
                + [isVisible(in: hours, snapshot, sensor: filter.sensor)] + further)
    }

    /// What holds of rows of runs that count.
    /// - Parameter sensor: the sensor whose sources alone are meant.
    func isVisible(in hours: HourRange, _ snapshot: ClaimSnapshot, sensor: String? = nil) -> String {
        let claims = SQL.all(snapshot.conditions(in: hours) + (sensor.map { [isOf(sensor: $0, snapshot)] } ?? []))
        return "run IN (SELECT arrayJoin(runs) AS run FROM \(tables.claim) WHERE \(claims))"
    }

    /// The hours of a filter that hold flows, put together until there are enough to ask for.
    private func stretches(
        _ filter: FlowFilter, _ snapshot: ClaimSnapshot, _ further: [String]
    ) throws -> [Stretch] {
        let question = """
            SELECT toUInt8(1), hour, count() FROM \(tables.flow)
            WHERE \(condition(filter, filter.hours, snapshot, further)) GROUP BY hour ORDER BY hour
            """
        let hours = try rows(question, "read the flows") { reader in
            (hour: try FlowRow.hour(reader.number()), rows: try reader.number(UInt64.self))
        }
        var stretches: [Stretch] = []
        for (hour, rows) in hours {
            if let last = stretches.last, last.rows.addingClamped(rows) <= Self.rowsAtATime {
                stretches[stretches.count - 1].last = hour
                stretches[stretches.count - 1].rows += rows
            } else {
                stretches.append(Stretch(first: hour, last: hour, rows: rows))
            }
        }
        return stretches
    }

    /// Hours that are asked for together.
    private struct Stretch {
        let first: Hour
        var last: Hour
        var rows: UInt64

        var hours: HourRange { HourRange(from: first, to: last.advanced(by: 1)) }
    }

    /// The coverage of every hour in a range in which something was seen or lost.
    package func coverage(in hours: HourRange) throws -> [Hour: Coverage] {
        guard !hours.isEmpty else { return [:] }
        var coverage: [Hour: Coverage] = [:]
        try forEachCounter(SQL.all(snapshot().conditions(in: hours)), SQL.all(hours.conditions), of: hours) {
            coverage[$1, default: Coverage()].add($2)
        }
        return coverage
    }

    /// Hands on the sums of what claims say of the coverage of hours.
    /// - Parameters:
    ///   - claims: what holds of the claims.
    ///   - hours: what holds of the hours.
    ///   - range: the hours that the claims are to; `nil` of one source.
    ///   - bySource: whether each source has sums of its own; its number is 0 otherwise.
    func forEachCounter(
        _ claims: String, _ hours: String, of range: HourRange? = nil, bySource: Bool = false,
        _ take: (Int64, Hour, CoverageCounter) -> Void
    ) throws {
        let columns = ["hour", "kind", "name", "exporter", "count"]
        let question = { (once: String) in
            """
            SELECT toUInt8(1), owner, hour, kind, title, exporter, sum(least(counted, \(CoverageCounter.maximum))) FROM (
                SELECT id, \(bySource ? "source" : "toInt64(0)") AS owner, \(columns.map { "coverage_\($0)" }.joined(separator: ", "))
                FROM \(self.tables.claim) WHERE \(claims) \(once))
            ARRAY JOIN coverage_hour AS hour, coverage_kind AS kind, coverage_name AS title, coverage_exporter AS exporter,
                coverage_count AS counted
            WHERE \(hours) GROUP BY owner, hour, kind, title, exporter
            """
        }
        let counters = try rowsOfClaims(in: range, "read the coverage", question) { reader in
            let (source, hour) = (try reader.number(Int64.self), try FlowRow.hour(reader.number()))
            let (kind, name, exporter) = (try reader.text(), try reader.text(), Exporter(code: try reader.fixed()))
            let count = min(try reader.number(UInt64.self), CoverageCounter.maximum)
            return (source, hour, CoverageCounter(exporter: exporter, kind: kind, name: name, count: count))
        }
        for (source, hour, counter) in counters { take(source, hour, counter) }
    }
}

extension FlowFilter {
    /// What holds of the columns of origins and hosts. Ranges over both versions are left to `admits`.
    var ends: [String] {
        [("origin", origins), ("host", hosts)].flatMap { (column, range) -> [String] in
            guard let range, range.lowerBound.version == range.upperBound.version else { return [] }
            let (low, high) = (SQL.fixed(range.lowerBound.number), SQL.fixed(range.upperBound.number))
            let version = "\(column)_version = \(range.lowerBound.version)"
            return low == high
                ? [version, "\(column) = \(low)"] : [version, "\(column) >= \(low)", "\(column) <= \(high)"]
        }
    }
}
