import HourlyRollup
import PacketCapture
import Runtime

/// What came of reading a segment of a capture: from one record to another, in one go.
struct CountedSegment: Sendable {
    enum Ending: Sendable {
        /// The capture, or the requested range, is at its end.
        case end
        /// There is more, but the tally has reached its size or its time.
        case full
        /// The run is to stop.
        case stopped
        case damaged(CaptureError)
    }

    private(set) var tally: HourlyTally
    /// Where the first record begins, and where the first one behind the segment does: bytes of the unpacked capture.
    let start: UInt64
    private(set) var end: UInt64
    let layoutAtStart: CaptureLayout
    private(set) var layoutAtEnd: CaptureLayout
    /// SHA-256 of up to 64 KiB before the end, and of the layout's mark.
    private(set) var tail: [UInt8]
    private(set) var ending: Ending
    /// When its reading began, on a steady clock.
    let begun: Int64
    private let memory: TakenMemory

    init(
        tally: HourlyTally, start: UInt64, layoutAtStart: CaptureLayout, upTo reader: borrowing CaptureFileReader,
        ending: Ending, begun: Int64, memory: TakenMemory
    ) throws(CaptureError) {
        self.begun = begun
        self.tally = tally
        self.start = start
        self.layoutAtStart = layoutAtStart
        (end, layoutAtEnd, tail) = (
            reader.position, reader.layout, Digest.sha256(try reader.tail() + reader.layout.mark)
        )
        self.ending = ending
        self.memory = memory
    }

    /// Whether nothing can follow.
    var isLast: Bool {
        if case .full = ending { false } else { true }
    }

    /// What ended it early.
    var problem: CaptureError? {
        if case .damaged(let problem) = ending { problem } else { nil }
    }

    /// The segment as it is; here it is left without what it counted.
    mutating func handOver() -> CountedSegment {
        var whole = self
        whole.tally = tally.handOver()
        return whole
    }

    /// Bytes of memory.
    var size: Int { tally.size }

    /// Adds the segment that follows, and leaves it without what it counted.
    mutating func append(_ next: inout CountedSegment) {
        tally.absorb(&next.tally)
        (end, layoutAtEnd, tail, ending) = (next.end, next.layoutAtEnd, next.tail, next.ending)
        memory.update(tally.size)
    }
}
