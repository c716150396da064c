import FlowLogs
import HourlyRollup
import NetworkTypes
import Runtime

/// What came of reading a segment of an input: from one record to another, in one go.
struct CountedSegment<Reader: SegmentedReader>: Sendable {
    enum Ending: Sendable {
        /// The input, or the requested range, is at its end.
        case end
        /// There is more, but the tally has reached its size or its time.
        case full
        /// The run is to stop.
        case stopped
        case damaged(Reader.Failure)
    }

    private(set) var tally: HourlyTally
    /// Where the first record begins, and where the first one behind the segment does: bytes of the unpacked input.
    let start: UInt64
    private(set) var end: UInt64
    let layoutAtStart: Reader.Layout
    private(set) var layoutAtEnd: Reader.Layout
    /// SHA-256 of up to 64 KiB before the end, and of the layout's mark.
    private(set) var tail: [UInt8]
    private(set) var ending: Ending
    /// When its reading began, on a steady clock.
    let begun: Int64
    private let memory: TakenMemory
    /// Lines or blocks that could not be read.
    var problems = LogProblems()
    /// The last time that stood in it, or before; `nil` where none is known.
    var latest: Timestamp?
    /// Whether it has to be known what stood before: something in it states no time, and counts at the one before.
    var restsOnTimeBefore = false

    init(
        tally: HourlyTally, start: UInt64, layoutAtStart: Reader.Layout, upTo reader: borrowing Reader,
        ending: Ending, begun: Int64, memory: TakenMemory
    ) throws(Reader.Failure) {
        self.begun = begun
        self.tally = tally
        self.start = start
        self.layoutAtStart = layoutAtStart
        (end, layoutAtEnd, tail) = (
            reader.position, reader.layout, Digest.sha256(try reader.tail() + reader.mark)
        )
        self.ending = ending
        self.memory = memory
    }

    /// Whether nothing can follow.
    var isLast: Bool {
        if case .full = ending { false } else { true }
    }

    /// What ended it early.
    var problem: Reader.Failure? {
        if case .damaged(let problem) = ending { problem } else { nil }
    }

    /// The segment as it is; here it is left without what it counted.
    mutating func handOver() -> Self {
        var whole = self
        whole.tally = tally.handOver()
        return whole
    }

    /// Bytes of memory.
    var size: Int { tally.size }

    /// Adds the segment that follows, and leaves it without what it counted.
    mutating func append(_ next: inout Self) {
        tally.absorb(&next.tally)
        (end, layoutAtEnd, tail, ending) = (next.end, next.layoutAtEnd, next.tail, next.ending)
        problems.append(next.problems)
        latest = next.latest ?? latest
        memory.update(tally.size)
    }
}
