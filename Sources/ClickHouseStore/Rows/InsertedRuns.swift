import CensusModel
import NetworkTypes

/// The runs of a commit that were put into the table, before a claim names them.
struct InsertedRuns {
    private(set) var runs: [UInt128] = []
    private(set) var flows: UInt64 = 0
    private(set) var hours: [Hour] = []

    /// The last run as far as it is written and not in the table yet, how many rows that is, and rows behind these.
    private var bytes: [UInt8] = []
    private var rows = 0
    private var block = FlowBlock()
    private var month: Int32?
    private var time: UInt32 = 0

    /// A run has no more rows, so that the server makes one part of it.
    private static let mostRows = 200_000
    /// Rows whose columns find room in the cache beside each other.
    private static let rowsOfBlock = 8_192

    /// None.
    init() {}

    /// Puts the flows of some tallies into the table.
    init(_ tallies: [any FlowTally], time: UInt32, insert: ([UInt8]) throws -> Void) throws {
        self.time = time
        for tally in tallies { try tally.forEachRecordInOrder { try add($0, insert) } }
        try finish(insert)
    }

    /// Puts all flows of a source into the table.
    init(_ flows: any FlowSource, time: UInt32, insert: ([UInt8]) throws -> Void) throws {
        self.time = time
        try flows.forEachFlow(FlowFilter(hours: HourRange())) { try add($0, insert) }
        try finish(insert)
    }

    /// Adds a flow to the run, which is within one month.
    private mutating func add(_ flow: FlowRecord, _ insert: ([UInt8]) throws -> Void) throws {
        if hours.last != flow.key.hour {
            hours.append(flow.key.hour)
            let next = FlowBlock.month(of: flow.key.hour)
            if next != month { try begin(next, insert) }
        }
        if rows >= Self.mostRows, let month { try begin(month, insert) }
        let before = block.count
        block.add(flow)
        let added = block.count - before
        (rows, flows) = (rows + added, flows + UInt64(added))
        if block.count >= Self.rowsOfBlock { write() }
    }

    /// Begins a run.
    private mutating func begin(_ month: Int32, _ insert: ([UInt8]) throws -> Void) throws {
        try finish(insert)
        self.month = month
        runs.append(Self.newRun(time))
    }

    /// Writes the rows of the block behind those before it.
    private mutating func write() {
        guard block.count > 0, let month else { return }
        block.write(run: runs[runs.count - 1], month: month, to: &bytes)
        block.clear()
    }

    private mutating func finish(_ insert: ([UInt8]) throws -> Void) throws {
        write()
        if rows > 0 { try insert(bytes) }
        bytes.removeAll(keepingCapacity: true)
        (rows, month) = (0, nil)
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
