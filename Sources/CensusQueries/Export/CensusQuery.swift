package import CensusExport
package import CensusModel
package import HourlyRollup
package import NetworkTypes

/// Questions to a store, answered as text.
package struct CensusQuery {
    private let source: any FlowSource
    private let judged: JudgedStretches
    private let hours: HourRange
    private let format: ExportFormat
    private let choice: FlowChoice
    private let facts: AddressFacts

    /// - Parameters:
    ///   - selection: which flows rows are made of.
    ///   - facts: what is known of origins and hosts.
    package init(
        _ source: any FlowSource, hours: HourRange, format: ExportFormat, rules: JudgingRules = JudgingRules(),
        selection: FlowSelection = FlowSelection(), facts: AddressFacts = AddressFacts()
    ) {
        self.source = source
        judged = JudgedStretches(rules)
        self.hours = hours
        self.format = format
        choice = FlowChoice(selection, country: facts.country)
        self.facts = facts
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
            try forEachPart(
                of: [JudgedFlow](), add: { $1.append($0) }, take: { for flow in $0 { rollup.add(flow) } },
                takeOne: { rollup.add($0) })
            let rows = rollup.finish(minimumGrade: minimumGrade ?? .probed, owner: facts.owner)
            try write(rows, HostCount.columns, to: output)
        } else {
            var rollup = CensusRollup(
                by: grouping, minimumGrade: minimumGrade ?? .attempted, coverage: try source.coverage(in: hours),
                facts: facts)
            let empty = rollup
            var pieces = TextPieces(format: format, columns: HourlyCount.columns(by: grouping))
            try forEachPart(
                of: empty, add: { $1.add($0) },
                take: { part in
                    rollup.append(part)
                    try pieces.add(rollup.takeClosedRows(), to: output)
                },
                takeOne: { flow in
                    rollup.add(flow)
                    guard rollup.closedRows >= Self.rowsAtOnce else { return }
                    try pieces.add(rollup.takeClosedRows(), to: output)
                })
            var rows = rollup.finish()
            // A flow that has the label may have others.
            if grouping == .label { rows.removeAll { !choice.holds($0.labels) } }
            try pieces.add(rows, to: output)
            try pieces.finish(output)
        }
    }

    /// So many rows are made before they are written.
    private static let rowsAtOnce = 1_024

    /// Writes the matched flows, one a line.
    ///
    /// - Parameters:
    ///   - columns: what stands in a line.
    package func flows(
        _ columns: [Column<JudgedFlow>] = JudgedFlow.columns, to output: ([UInt8]) throws -> Void
    ) throws {
        let writer = TableWriter(format: format, columns: columns)
        var pieces = TextPieces(format: format, columns: columns)
        try pieces.finish(output)
        try forEachPart(
            of: [UInt8](), add: { writer.write($0, to: &$1) }, take: output, takeOne: { try pieces.add($0, to: output) }
        )
        try pieces.finish(output)
    }

    /// Makes parts of the flows that are chosen, on several threads where the source can be read so.
    private func forEachPart<Part: Sendable>(
        of part: Part, add: @escaping @Sendable (JudgedFlow, inout Part) -> Void, take: (Part) throws -> Void,
        takeOne: (JudgedFlow) throws -> Void
    ) throws {
        let choice = choice
        try judged.forEachPart(of: source, choice.filter(hours: hours), beginningWith: part) { flow, part in
            if choice.holds(flow) { add(flow, &part) }
        } take: { part in
            try take(part)
        } takeOne: { flow in
            if choice.holds(flow) { try takeOne(flow) }
        }
    }

    private func write<Row: ExportRow>(
        _ rows: [Row], _ columns: [Column<Row>], to output: ([UInt8]) throws -> Void
    ) throws {
        var pieces = TextPieces(format: format, columns: columns)
        try pieces.add(rows, to: output)
        try pieces.finish(output)
    }
}

/// The text of rows, handed on in pieces.
private struct TextPieces<Row: ExportRow> {
    private let writer: TableWriter<Row>
    private var text: [UInt8]

    private static var length: Int { 64 * 1_024 }

    init(format: ExportFormat, columns: [Column<Row>]) {
        writer = TableWriter(format: format, columns: columns)
        text = Array(writer.header.utf8)
        text.reserveCapacity(Self.length + 1_024)
    }

    mutating func add(_ row: Row, to output: ([UInt8]) throws -> Void) rethrows {
        writer.write(row, to: &text)
        guard text.count >= Self.length else { return }
        try finish(output)
    }

    mutating func add(_ rows: [Row], to output: ([UInt8]) throws -> Void) rethrows {
        for row in rows { try add(row, to: output) }
    }

    mutating func finish(_ output: ([UInt8]) throws -> Void) rethrows {
        try output(text)
        text.removeAll(keepingCapacity: true)
    }
}
