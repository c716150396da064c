import CensusModel
import HourlyRollup
import NetworkTypes

/// The runs of a commit that were put into the table, before a claim names them.
struct InsertedRuns {
    private(set) var runs: [UInt128] = []
    private(set) var flows: UInt64 = 0
    private(set) var hours: [Hour] = []

    /// The rows of the last run, which are not in the table yet.
    private var block = FlowBlock()
    private var month: Int32?
    private var time: UInt32 = 0

    /// A run has no more rows, so that the server makes one part of it.
    private static let mostRows = 200_000

    /// None.
    init() {}

    /// Puts a run into the table: its columns, and its pieces (`FlowBlock.pieces`).
    typealias Insertion = ([String], [ArraySlice<UInt8>]) throws -> Void

    /// Puts the flows of some tallies into the table.
    init(_ tallies: [any FlowTally], time: UInt32, insert: Insertion) throws {
        self.time = time
        for tally in tallies { try tally.forEachRecordInOrder { try add($0, insert) } }
        try finish(insert)
        block = FlowBlock()
    }

    /// Puts all flows of a source into the table.
    /// - Parameter room: an empty block, and one afterwards, with room for as many rows.
    init(_ flows: any FlowSource, time: UInt32, room: inout FlowBlock, insert: Insertion) throws {
        self.time = time
        swap(&block, &room)
        defer {
            block.clear()
            swap(&block, &room)
        }
        let all = FlowFilter(hours: HourRange())
        if let flows = flows as? any LoneFlowSource {
            try flows.forEachFlow(all, alone: { try add($0.record, insert) }, { try add($0, insert) })
        } else {
            try flows.forEachFlow(all) { try add($0, insert) }
        }
        try finish(insert)
    }

    /// Adds a flow to the run, which is within one month.
    private mutating func add(_ flow: FlowRecord, _ insert: Insertion) throws {
        if hours.last != flow.key.hour {
            hours.append(flow.key.hour)
            let next = FlowBlock.month(of: flow.key.hour)
            if next != month { try begin(next, insert) }
        }
        if block.count >= Self.mostRows, let month { try begin(month, insert) }
        let before = block.count
        block.add(flow)
        flows += UInt64(block.count - before)
    }

    /// Begins a run.
    private mutating func begin(_ month: Int32, _ insert: Insertion) throws {
        try finish(insert)
        self.month = month
        runs.append(Self.newRun(time))
    }

    private mutating func finish(_ insert: Insertion) throws {
        if block.count > 0, let month {
            try insert(block.sentColumns.map(\.name), block.pieces(run: runs[runs.count - 1], month: month))
        }
        block.clear()
        month = nil
    }

    /// Takes in a run that the server made itself.
    mutating func add(run: UInt128, flows: UInt64, hours: [Hour]) {
        runs.append(run)
        self.flows += flows
        self.hours += hours
    }

    /// The first four bytes are the time at which it was begun, in Unix seconds: what is left of a process that was killed is known
    /// by its age.
    static func newRun(_ time: UInt32) -> UInt128 {
        UInt128(time) << 96 | UInt128.random(in: 1...UInt128(1) << 96 - 1)
    }

    /// Before which runs were begun at a time.
    static func first(at time: UInt32) -> UInt128 { UInt128(time) << 96 }
}
