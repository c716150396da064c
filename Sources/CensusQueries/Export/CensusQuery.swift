package import CensusExport
package import CensusModel
package import HourlyRollup
package import NetworkTypes

/// Questions to a store, answered as text.
package struct CensusQuery {
    private let source: any FlowSource
    private let judge: FlowJudge
    private let hours: HourRange
    private let format: ExportFormat
    private let country: (IPAddress) -> CountryCode?

    /// - Parameter country: the country of an origin, where it is known.
    package init(
        _ source: any FlowSource, hours: HourRange, format: ExportFormat, rules: JudgingRules = JudgingRules(),
        country: @escaping (IPAddress) -> CountryCode? = { _ in nil }
    ) {
        self.source = source
        judge = FlowJudge(source, rules)
        self.hours = hours
        self.format = format
        self.country = country
    }

    /// Writes the hourly counts, or another grouping of them.
    ///
    /// - Parameters:
    ///   - minimumGrade: from which grade on a host counts as affected (`attempted` where `nil`); with `--by host`,
    ///     from which grade on a host is listed (all where `nil`).
    ///   - output: takes the text in pieces of some lines.
    package func export(by grouping: Grouping, minimumGrade: Grade?, to output: ([UInt8]) throws -> Void) throws {
        if grouping == .host {
            var rollup = HostRollup()
            try judge.forEachFlow(FlowFilter(hours: hours)) { rollup.add($0) }
            try write(rollup.finish(minimumGrade: minimumGrade ?? .probed), to: output)
        } else {
            var rollup = CensusRollup(
                by: grouping, minimumGrade: minimumGrade ?? .attempted, coverage: try source.coverage(in: hours),
                country: country)
            try judge.forEachFlow(FlowFilter(hours: hours)) { rollup.add($0) }
            try write(rollup.finish(), to: output)
        }
    }

    /// Writes the matched flows, one a line.
    package func flows(origin: IPAddress?, host: IPAddress?, to output: ([UInt8]) throws -> Void) throws {
        var pieces = TextPieces<JudgedFlow>(format: format)
        try judge.forEachFlow(FlowFilter(hours: hours, origin: origin, host: host)) { flow in
            try pieces.add(flow, to: output)
        }
        try pieces.finish(output)
    }

    private func write<Row: ExportRow>(_ rows: [Row], to output: ([UInt8]) throws -> Void) throws {
        var pieces = TextPieces<Row>(format: format)
        for row in rows { try pieces.add(row, to: output) }
        try pieces.finish(output)
    }
}

/// The text of rows, handed on in pieces.
private struct TextPieces<Row: ExportRow> {
    private let writer: TableWriter<Row>
    private var text: [UInt8]

    private static var length: Int { 64 * 1_024 }

    init(format: ExportFormat) {
        writer = TableWriter(format: format)
        text = Array(writer.header.utf8)
        text.reserveCapacity(Self.length + 1_024)
    }

    mutating func add(_ row: Row, to output: ([UInt8]) throws -> Void) rethrows {
        writer.write(row, to: &text)
        guard text.count >= Self.length else { return }
        try finish(output)
    }

    mutating func finish(_ output: ([UInt8]) throws -> Void) rethrows {
        try output(text)
        text.removeAll(keepingCapacity: true)
    }
}
