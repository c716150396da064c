import NetworkTypes
import Testing

@testable import IngestPipeline

private let second = Timestamp.nanosecondsPerSecond

private func time(_ hour: Int32, _ seconds: Int64 = 0) -> Timestamp {
    Timestamp(nanoseconds: Int64(hour) * Hour.nanoseconds + seconds * second)
}

@Suite("Draining") struct DrainTests {
    @Test("is over when a packet from after the stop comes")
    func laterPacket() {
        var drain = Drain(stopTime: time(7), now: 0)
        drain.noteFrames(until: Timestamp(nanoseconds: time(7).nanoseconds - 1))
        #expect(!drain.isOver(at: second))
        drain.noteFrames(until: time(7))
        #expect(drain.isOver(at: second))
    }

    @Test("is over when nothing comes for longer than the kernel holds back, or after 5 s")
    func quiet() {
        var drain = Drain(stopTime: time(7), now: 0)
        drain.noteEmpty(at: 0)
        #expect(!drain.isOver(at: second / 5))
        #expect(drain.isOver(at: second / 4))
        drain.noteFrames(until: nil)
        #expect(!drain.isOver(at: second))
        #expect(drain.isOver(at: 5 * second))
    }
}
