package import CensusExport
package import CensusModel
package import CensusNotice
package import HourlyRollup
package import NetworkTypes

/// Questions to a store, answered as text.
package struct CensusQuery {
    let source: any FlowSource
    let judged: JudgedStretches
    private(set) var hours: HourRange
    private let format: ExportFormat
    let choice: FlowChoice
    let facts: AddressFacts
    private let pseudonyms: HostPseudonyms?
    /// How questions of days that are kept begin; `nil` where flows are chosen, so that days are not kept.
    private let question: String?
    /// All flows that are chosen, where they were read before.
    private var gathered: [JudgedFlow]?

    /// - Parameters:
    ///   - selection: which flows rows are made of.
    ///   - facts: what is known of origins and hosts.
    ///   - pseudonyms: names in place of hosts; `nil` where their addresses are written.
    ///   - days: where what came of each day is kept; `nil` where every question reads all.
    package init(
        _ source: any FlowSource, hours: HourRange, format: ExportFormat, rules: JudgingRules = JudgingRules(),
        selection: FlowSelection = FlowSelection(), facts: AddressFacts = AddressFacts(),
        pseudonyms: HostPseudonyms? = nil, keeping days: DayMemory? = nil
    ) {
        self.source = source
        judged = JudgedStretches(rules, keeping: days)
        question = selection == FlowSelection() ? "\(rules.seesOneWay)" : nil
        self.hours = hours
        self.format = format
        choice = FlowChoice(selection, country: facts.country)
        self.facts = facts
        self.pseudonyms = pseudonyms
    }

    /// The same questions, answered from flows that are read now, once for all questions, where these are few.
    package func gathering(fewerThan most: Int = 1 << 15) throws -> CensusQuery {
        let flows = try judgedFlows(atMost: most)
        guard flows.count < most else { return self }
        var query = self
        query.gathered = flows
        return query
    }

    /// Writes the hourly counts, or another grouping of them.
    ///
    /// - Parameters:
    ///   - minimumGrade: from which grade on a host counts as affected (`attempted` where `nil`); with `--by host`,
    ///     from which grade on a host is listed (all where `nil`).
    ///   - output: takes the text in pieces of some lines.
    package func export(by grouping: Grouping, minimumGrade: Grade?, to output: ([UInt8]) throws -> Void) throws {
        if grouping == .host {
            try writeHosts(hostCounts(minimumGrade: minimumGrade), to: output)
        } else {
            var pieces = TextPieces(format: format, columns: HourlyCount.columns(by: grouping))
            try forEachCount(by: grouping, minimumGrade: minimumGrade) { try pieces.add($0, to: output) }
            try pieces.finish(output)
        }
    }

    /// The hosts of at least a grade; all where it is `nil`.
    package func hostCounts(minimumGrade: Grade?) throws -> [HostCount] {
        var rollup = HostRollup()
        try forEachPart(
            of: HostRollup.ofStretch, inOrder: .hours, add: { $1.add($0) }, take: { rollup.append($0) },
            takeOne: { rollup.add($0) })
        return rollup.finish(minimumGrade: minimumGrade ?? .probed, owner: facts.owner)
    }

    /// The rows of any grouping but by host.
    package func hourlyCounts(by grouping: Grouping, minimumGrade: Grade?) throws -> [HourlyCount] {
        var rows: [HourlyCount] = []
        try forEachCount(by: grouping, minimumGrade: minimumGrade) { rows += $0 }
        return rows
    }

    /// The rows of several groupings, for which flows are read once.
    package func hourlyCounts(by groupings: [Grouping]) throws -> [[HourlyCount]] {
        let coverage = try source.coverage(in: hours)
        let empty = groupings.map {
            CensusRollup(by: $0, minimumGrade: .attempted, coverage: coverage, facts: facts)
        }
        let add = { @Sendable (flow: JudgedFlow, rollups: inout [CensusRollup]) in
            for place in rollups.indices { rollups[place].add(flow) }
        }
        var rollups = empty
        try forEachPart(
            of: empty, inOrder: .hours, add: add,
            take: { parts in for (place, part) in parts.enumerated() { rollups[place].append(part) } },
            takeOne: { add($0, &rollups) })
        return rollups.map { $0.finish() }
    }

    /// So many rows are made before they are handed on.
    private static let rowsAtOnce = 1_024
    /// Rows that a thread hands on before it has read its stretch: of a flood each flow may be a row.
    private static let rowsOfPiece = 8_192

    /// Hands rows on as soon as no flow can add to them.
    private func forEachCount(
        by grouping: Grouping, minimumGrade: Grade?, take: ([HourlyCount]) throws -> Void
    ) throws {
        let grade = minimumGrade ?? .attempted
        guard grouping != .sensor else { return try forEachSensor(minimumGrade: grade, take: take) }
        let rollup = CensusRollup(
            by: grouping, minimumGrade: grade, coverage: try source.coverage(in: hours), facts: facts)
        let kept = try keptCounts(by: grouping, minimumGrade: grade)
        guard !kept.given.isEmpty else { return try forEachCount(rollup, by: grouping, take: take) }
        for part in kept.parts(of: hours) {
            if part.isKept {
                try forEachKeptCount(by: grouping, in: part.hours, take: take)
            } else {
                var query = self
                query.hours = part.hours
                try query.forEachCount(rollup, by: grouping, take: take)
            }
        }
    }

    /// Hands on rows that outlived their flows.
    private func forEachKeptCount(
        by grouping: Grouping, in hours: HourRange, take: ([HourlyCount]) throws -> Void
    ) throws {
        var rows: [HourlyCount] = []
        try (source as? any CountKeeping)?.forEachKeptCount(by: grouping, in: hours) { row in
            guard choice.holds(row) else { return }
            rows.append(grouping.keepsOrigin ? row.from(row.origin.flatMap(facts.country)) : row)
            guard rows.count >= Self.rowsAtOnce else { return }
            try take(rows)
            rows.removeAll(keepingCapacity: true)
        }
        try take(rows)
    }

    /// What each sensor alone shows, in the order of their names.
    private func forEachSensor(minimumGrade: Grade, take: ([HourlyCount]) throws -> Void) throws {
        let coverage =
            try (source as? any SensorCensus)?.sensorCoverage(in: hours) ?? ["": try source.coverage(in: hours)]
        for (sensor, coverage) in coverage.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            let rollup = CensusRollup(
                by: .sensor, minimumGrade: minimumGrade, coverage: coverage, facts: facts, sensor: sensor)
            try forEachCount(rollup, by: .sensor, ofSensor: sensor, take: take)
        }
    }

    private func forEachCount(
        _ empty: CensusRollup, by grouping: Grouping, ofSensor sensor: String? = nil,
        take: ([HourlyCount]) throws -> Void
    ) throws {
        var rollup = empty
        if grouping.period == nil, sensor == nil,
            try forEachKeptPart(
                "counts by \(grouping.rawValue) \(empty.minimumGrade.name)", of: empty, add: { $1.add($0) },
                take: { rollup.append($0) })
        {
            return try take(rollup.finish())
        }
        try forEachPart(
            of: empty, inOrder: grouping.period == .hour ? .hourByHour : .any, ofSensor: sensor,
            add: { $1.add($0) }, split: { $0.takeClosedPart(of: Self.rowsOfPiece) },
            take: { part in
                rollup.append(part)
                try take(rollup.takeClosedRows())
            },
            takeOne: { flow in
                rollup.add(flow)
                guard rollup.closedRows >= Self.rowsAtOnce else { return }
                try take(rollup.takeClosedRows())
            })
        var rows = rollup.finish()
        // A flow that has the label may have others.
        if grouping == .label { rows.removeAll { !choice.holds($0.labels) } }
        try take(rows)
    }

    /// The first flows of all that are chosen.
    package func judgedFlows(atMost most: Int) throws -> [JudgedFlow] {
        struct Enough: Error {}
        var flows: [JudgedFlow] = []
        do {
            try forEachPart(
                of: [JudgedFlow](), inOrder: .hourByHour, add: { $1.append($0) },
                take: { part in
                    flows += part.prefix(most - flows.count)
                    if flows.count >= most { throw Enough() }
                },
                takeOne: { flow in
                    flows.append(flow)
                    if flows.count >= most { throw Enough() }
                })
        } catch is Enough {
        }
        return flows
    }

    /// Writes the matched flows, one a line.
    ///
    /// - Parameters:
    ///   - columns: what stands in a line.
    package func flows(
        _ columns: [Column<JudgedFlow>] = JudgedFlow.columns, to output: ([UInt8]) throws -> Void
    ) throws {
        let columns = pseudonyms.map { names in JudgedFlow.naming(columns) { names.name(of: $0) } } ?? columns
        let writer = TableWriter(format: format, columns: columns)
        var pieces = TextPieces(format: format, columns: columns)
        try pieces.finish(output)
        try forEachPart(
            of: [UInt8](), inOrder: .hourByHour, add: { writer.write($0, to: &$1) }, take: output,
            takeOne: { try pieces.add($0, to: output) })
        try pieces.finish(output)
    }

    /// The hosts with the strongest evidence.
    package func hostRanking() throws -> HostRanking {
        var ranking = HostRanking()
        let isKept = try forEachKeptPart(
            "hosts", of: HostRanking(), add: { $1.add($0) }, take: { ranking.merge($0) })
        if !isKept {
            try forEachPart(
                of: HostRanking(), inOrder: .any, add: { $1.add($0) }, take: { ranking.merge($0) },
                takeOne: { ranking.add($0) })
        }
        return ranking
    }

    /// The rows of some hosts, which may lie anywhere.
    package func hostCounts(of hosts: Set<IPAddress>) throws -> [HostCount] {
        var rollup = HostRollup()
        try forEachPart(
            of: [JudgedFlow](), inOrder: .hours, ofHosts: hosts,
            add: { if hosts.contains($0.key.host) { $1.append($0) } },
            take: { for flow in $0 { rollup.add(flow) } },
            takeOne: { if hosts.contains($0.key.host) { rollup.add($0) } })
        return rollup.finish(minimumGrade: .probed, owner: facts.owner)
    }

    /// How many of some hosts met each origin.
    package func originsMet(by hosts: Set<IPAddress>) throws -> [IPAddress: Int] {
        typealias Met = [IPAddress: Set<IPAddress>]
        let add = { @Sendable (flow: JudgedFlow, met: inout Met) in
            if hosts.contains(flow.key.host) { _ = met[flow.key.origin, default: []].insert(flow.key.host) }
        }
        var met: Met = [:]
        try forEachPart(
            of: Met(), inOrder: .any, ofHosts: hosts, add: add, take: { met.merge($0) { $0.union($1) } },
            takeOne: { add($0, &met) })
        return met.mapValues(\.count)
    }

    private func forEachKeptPart<Part: Sendable>(
        _ name: String, of part: Part, add: @escaping @Sendable (JudgedFlow, inout Part) -> Void,
        take: (Part) throws -> Void
    ) throws -> Bool {
        guard let question else { return false }
        return try judged.forEachKeptPart(
            of: source, in: hours, question: "\(name) \(question)", beginningWith: part, add: add, take: take)
    }

    /// Makes parts of the flows that are chosen, on several threads where the source can be read so.
    private func forEachPart<Part: Sendable>(
        of part: Part, inOrder order: StretchOrder, ofSensor sensor: String? = nil,
        ofHosts hosts: Set<IPAddress>? = nil, add: @escaping @Sendable (JudgedFlow, inout Part) -> Void,
        split: @escaping @Sendable (inout Part) -> Part? = { _ in nil }, take: (Part) throws -> Void,
        takeOne: (JudgedFlow) throws -> Void
    ) throws {
        if let gathered, sensor == nil { return try gathered.forEach(takeOne) }
        let choice = choice
        var filter = choice.filter(hours: hours)
        filter.sensor = sensor
        if let hosts { filter.namedHosts = AddressSet(hosts) }
        try judged.forEachPart(of: source, filter, inOrder: order, beginningWith: part) { flow, part in
            if choice.holds(flow) { add(flow, &part) }
        } split: {
            split(&$0)
        } take: { part in
            try take(part)
        } takeOne: { flow in
            if choice.holds(flow) { try takeOne(flow) }
        }
    }

    /// Of pseudonyms the order says nothing of addresses either.
    private func writeHosts(_ rows: [HostCount], to output: ([UInt8]) throws -> Void) throws {
        guard let names = pseudonyms else { return try write(rows, HostCount.columns, to: output) }
        let ordered = rows.map { (names.name(of: $0.host), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
        try write(ordered, HostCount.columns { names.name(of: $0) }, to: output)
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
