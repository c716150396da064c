import CensusModel
import HourlyRollup
import NetworkTypes

/// The flows of some hours at one moment, of which it was counted how many rows each hour has.
///
/// They are asked for some hours at a time, so that memory holds few, and come in no order; an answer is whole when it has as many rows
/// as were counted. Nothing of it is handed on before.
struct CountedFlows: LoneFlowSource, Sendable {
    private let census: ClickHouseCensus
    private let snapshot: ClaimSnapshot
    /// What has to hold of rows beside their hours and runs.
    private let conditions: [String]
    private let sensor: String?
    /// What else holds of them, whatever the filter.
    private let further: [String]
    private let hours: [HourRows]

    private let sizes: Sizes
    /// Whether the next answers are asked for while one is handed on: where nobody else reads of the same question.
    private let readsAhead: Bool

    /// How many rows are asked for. In memory a row takes some 190 bytes.
    struct Sizes: Sendable {
        /// At a time, as whole hours.
        var usual: UInt64 = 1 << 17
        /// Of an hour that has more the server sorts the rows, so that memory does not hold them.
        var most: UInt64 = 1 << 19
        /// Of more than these it may do that on its disk.
        var mostSortedInMemory: UInt64 = 1 << 22
    }

    /// How often an answer is asked for that is not whole.
    private static let attempts = 3

    /// Rows of one hour.
    struct HourRows: Sendable {
        let hour: Hour
        let rows: UInt64
    }

    /// Counts the rows of a filter.
    /// - Parameter further: what else has to hold of them.
    init(
        _ census: ClickHouseCensus, _ filter: FlowFilter, _ snapshot: ClaimSnapshot, also further: [String] = [],
        _ sizes: Sizes = Sizes()
    ) throws {
        let uncounted = CountedFlows(census, filter, snapshot, further, [], sizes)
        self.init(census, filter, snapshot, further, try uncounted.count(filter.hours), sizes)
    }

    private init(
        _ census: ClickHouseCensus, _ filter: FlowFilter, _ snapshot: ClaimSnapshot, _ further: [String],
        _ hours: [HourRows], _ sizes: Sizes
    ) {
        (self.census, self.snapshot, self.further, self.hours) = (census, snapshot, further, hours)
        (conditions, sensor, self.sizes) = (filter.conditions + further, filter.sensor, sizes)
        readsAhead = true
    }

    /// The same of some of the hours.
    /// - Parameter isAlone: whether nobody reads the others.
    func part(_ hours: ArraySlice<HourRows>, isAlone: Bool) -> CountedFlows { CountedFlows(self, hours, isAlone) }

    private init(_ whole: CountedFlows, _ hours: ArraySlice<HourRows>, _ isAlone: Bool) {
        (census, snapshot, conditions) = (whole.census, whole.snapshot, whole.conditions)
        (sensor, further, self.hours, sizes) = (whole.sensor, whole.further, Array(hours), whole.sizes)
        readsAhead = isAlone
    }

    /// How many rows each hour has that has any, in their order.
    var rowsByHour: [HourRows] { hours }

    // MARK: - Reading

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try forEachFlow(filter, alone: { try body($0.record) }, body)
    }

    func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        guard filter.conditions + further == conditions, filter.sensor == sensor else {
            return try CountedFlows(census, filter, snapshot, also: further, sizes)
                .forEachFlow(filter, alone: alone, body)
        }
        let pieces = pieces(of: filter.hours)
        guard readsAhead, pieces.count > 1, OrderedWork.threads > 1 else {
            for piece in pieces { try handOn(piece, gatheredIfFew(piece), filter, alone, body) }
            return
        }
        try OrderedWork.run { ask in
            for piece in pieces { try ask(piece) }
        } work: { [self] in
            ($0, try gatheredIfFew($0))
        } take: { piece, flows in
            try handOn(piece, flows, filter, alone, body)
        }
    }

    /// - Parameter flows: those of the piece; `nil` where it has too many for memory.
    private func handOn(
        _ piece: Piece, _ flows: GatheredFlows?, _ filter: FlowFilter, _ alone: (inout JudgedFlow) throws -> Void,
        _ body: (FlowRecord) throws -> Void
    ) throws {
        if let flows {
            try flows.forEachFlow(filter, alone: alone, body)
        } else {
            try readOrdered(piece, filter, body)
        }
    }

    /// What was seen stands in the store alone.
    func coverage(in hours: HourRange) -> [Hour: Coverage] { [:] }

    /// Hours that are asked for together.
    private struct Piece {
        let first: Hour
        var last: Hour
        var rows: UInt64

        var hours: HourRange { HourRange(from: first, to: last.advanced(by: 1)) }
    }

    /// The hours, put together until there are enough to ask for.
    private func pieces(of range: HourRange) -> [Piece] {
        var pieces: [Piece] = []
        for counted in hours where range.contains(counted.hour) {
            if let last = pieces.last, last.rows.addingClamped(counted.rows) <= sizes.usual {
                pieces[pieces.count - 1].last = counted.hour
                pieces[pieces.count - 1].rows += counted.rows
            } else {
                pieces.append(Piece(first: counted.hour, last: counted.hour, rows: counted.rows))
            }
        }
        return pieces
    }

    private func gatheredIfFew(_ piece: Piece) throws -> GatheredFlows? {
        piece.rows > sizes.most ? nil : try gathered(piece)
    }

    private func gathered(_ piece: Piece) throws -> GatheredFlows {
        var expected = piece.rows
        for _ in 0..<Self.attempts {
            var flows = GatheredFlows()
            let question = """
                SELECT \(BlockReader.selection) FROM \(census.tables.flow) WHERE \(condition(piece.hours)) FORMAT Native
                """
            try reading { try census.server.read(question, Self.operation, .columns) { try flows.take($0) } }
            try reading { try flows.finish() }
            if flows.count == expected { return flows }
            // Rows may have gone meanwhile, of a host that is erased or of hours that are pruned.
            expected = try count(piece.hours).reduce(0) { $0.addingClamped($1.rows) }
            if flows.count == expected { return flows }
        }
        throw census.failure(.damaged(reason: "it ends before its last row"))
    }

    /// Has the server sort the rows, and hands on what comes as it comes.
    private func readOrdered(_ piece: Piece, _ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        var (reader, merge, labels) = (RowReader(), FlowMerge(), LabelsRead())
        let question = census.orderedQuestion(condition(piece.hours))
        try reading {
            let answer = piece.rows > sizes.mostSortedInMemory ? ClickHouseServer.Answer.manyRows : .rows
            try census.server.read(question, Self.operation, answer) { bytes in
                try reader.take(bytes) { reader in
                    let flow = try FlowRow.read(&reader, &labels)
                    if filter.admits(flow.key) { try merge.add(flow, body) }
                }
            }
            try reader.finish()
        }
        guard reader.isAtEnd else { throw census.failure(.damaged(reason: "it ends before its last row")) }
        try merge.handOut(body)
    }

    /// What is wrong with an answer is an error of the store; others come back as they are.
    private func reading(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let fault as RowReader.Fault {
            throw census.damage(fault, Self.operation)
        }
    }

    private static let operation = "read the flows"

    private func count(_ hours: HourRange) throws -> [HourRows] {
        let question = """
            SELECT toUInt8(1), hour, count() FROM \(census.tables.flow) WHERE \(condition(hours)) GROUP BY hour ORDER BY hour
            """
        return try census.rows(question, Self.operation) { reader in
            HourRows(hour: try FlowRow.hour(reader.number()), rows: try reader.number(UInt64.self))
        }
    }

    private func condition(_ hours: HourRange) -> String {
        SQL.all(hours.conditions + conditions + [census.isVisible(in: hours, snapshot, sensor: sensor)])
    }
}

extension FlowFilter {
    /// What holds of rows beside their hours and runs.
    fileprivate var conditions: [String] { ends + (includesPruned ? [] : ["pruned = 0"]) }
}
