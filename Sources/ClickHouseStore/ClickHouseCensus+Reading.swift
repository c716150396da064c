package import CensusModel
package import HourlyRollup
package import NetworkTypes

extension ClickHouseCensus: LoneFlowSource {
    package func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try forEachFlow(filter, alone: { try body($0.record) }, body)
    }

    package func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        guard !filter.hours.isEmpty else { return }
        try CountedFlows(self, filter, snapshot()).forEachFlow(filter, alone: alone, body)
    }

    /// Rows in the order of keys, and one behind them.
    func orderedQuestion(_ condition: String) -> String {
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

    /// What holds of rows of runs that count.
    /// - Parameter sensor: the sensor whose sources alone are meant.
    func isVisible(in hours: HourRange, _ snapshot: ClaimSnapshot, sensor: String? = nil) -> String {
        let claims = SQL.all(snapshot.conditions(in: hours) + (sensor.map { [isOf(sensor: $0, snapshot)] } ?? []))
        return isNamed(by: claims)
    }

    /// What holds of rows of runs that some claims name.
    /// - Parameter claims: what holds of the claims.
    func isNamed(by claims: String) -> String {
        "run IN (SELECT arrayJoin(runs) AS run FROM \(tables.claim) WHERE \(claims))"
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
