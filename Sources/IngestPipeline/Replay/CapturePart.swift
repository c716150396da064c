import HourlyRollup
import PacketCapture
import Runtime

/// What came of reading a part of a capture: from one record to another, in one go.
struct CapturePart: Sendable {
    enum Ending: Sendable {
        /// The capture, or the range that was asked for, is at its end.
        case end
        /// There is more, but the tally has reached its size or its time.
        case full
        /// The run is to stop.
        case stopped
        case damaged(CaptureError)
    }

    private(set) var tally: HourlyTally
    /// Where the first record begins, and where the first one behind the part does: bytes of the unpacked capture.
    let start: UInt64
    private(set) var end: UInt64
    let layoutAtStart: CaptureLayout
    private(set) var layoutAtEnd: CaptureLayout
    /// SHA-256 of up to 64 KiB before the end.
    private(set) var tail: [UInt8]
    private(set) var ending: Ending
    private let memory: TakenMemory

    init(
        tally: HourlyTally, start: UInt64, layoutAtStart: CaptureLayout, upTo reader: borrowing CaptureFileReader,
        ending: Ending, memory: TakenMemory
    ) throws(CaptureError) {
        self.tally = tally
        self.start = start
        self.layoutAtStart = layoutAtStart
        (end, layoutAtEnd, tail) = (reader.position, reader.layout, Digest.sha256(try reader.tail()))
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

    /// The part as it is; here it is left without what it counted.
    mutating func handOver() -> CapturePart {
        var whole = self
        whole.tally = tally.handOver()
        return whole
    }

    /// Bytes of memory.
    var size: Int { tally.size }

    /// Adds the part that follows, and leaves it without what it counted.
    mutating func append(_ next: inout CapturePart) {
        tally.absorb(&next.tally)
        (end, layoutAtEnd, tail, ending) = (next.end, next.layoutAtEnd, next.tail, next.ending)
        memory.update(tally.size)
    }
}
