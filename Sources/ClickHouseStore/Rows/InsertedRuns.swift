import CensusModel
import NetworkTypes

/// The runs of a commit that were put into the table, before a claim names them.
struct InsertedRuns {
    private(set) var runs: [UInt128] = []
    private(set) var flows: UInt64 = 0
    private(set) var hours: [Hour] = []

    /// A run has no more rows, so that it is one block, and one part at the server.
    private static let mostRows = 200_000

    /// None.
    init() {}

    /// Puts the flows of some tallies into the table, run by run: each within one month.
    init(_ tallies: [any FlowTally], time: UInt32, insert: ([UInt8]) throws -> Void) throws {
        var (writer, rows) = (RowWriter(), 0)
        var (month, run): (Int32?, UInt128) = (nil, 0)
        for tally in tallies {
            try tally.forEachRecordInOrder { flow in
                if hours.last != flow.key.hour { hours.append(flow.key.hour) }
                let next = FlowRow.month(of: flow.key.hour)
                if next != month || rows >= Self.mostRows {
                    if rows > 0 { try insert(writer.bytes) }
                    writer.clear()
                    (rows, month, run) = (0, next, Self.newRun(time))
                    runs.append(run)
                }
                for report in flow.allReports {
                    FlowRow.add(flow, report, run: run, to: &writer)
                    rows += 1
                    flows += 1
                }
            }
        }
        if rows > 0 { try insert(writer.bytes) }
    }

    /// The first four bytes are the time at which it was begun, in Unix seconds: what is left of a process that was killed is known
    /// by its age.
    private static func newRun(_ time: UInt32) -> UInt128 {
        UInt128(time) << 96 | UInt128.random(in: 1...UInt128(1) << 96 - 1)
    }

    /// Before which runs were begun at a time.
    static func first(at time: UInt32) -> UInt128 { UInt128(time) << 96 }
}
