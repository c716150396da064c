import Testing

@testable import IngestPipeline

@Suite("The time left") struct TimeLeftTests {
    private func reading(_ done: UInt64, of all: UInt64 = 1_000) -> IngestProgress.Reading {
        IngestProgress.Reading(bytesDone: done, bytesExpected: all, packets: 0, matched: 0)
    }

    @Test("is reckoned from what was read so far, and runs down between two readings")
    func reckoned() {
        var left = TimeLeft()
        #expect(left.seconds(reading(0), elapsed: 0.2) == nil)
        #expect(left.seconds(reading(100), elapsed: 1) == 9)
        #expect(left.seconds(reading(100), elapsed: 1.5) == 8.5)
        #expect(left.seconds(reading(500), elapsed: 2) == 2)
        #expect(left.seconds(reading(1_000), elapsed: 4) == 0)
    }

    @Test("is not stated while nothing is read, and is again afterwards")
    func pause() {
        var left = TimeLeft()
        #expect(left.seconds(reading(610), elapsed: 3) != nil)
        #expect(left.seconds(reading(610), elapsed: 4) != nil)
        #expect(left.seconds(reading(610), elapsed: 4.1) == nil)
        #expect(left.seconds(reading(610), elapsed: 9) == nil)
        #expect(left.seconds(reading(620), elapsed: 10) != nil)
    }

    @Test("is not known of what has no size, as a pipe has none")
    func pipe() {
        var left = TimeLeft()
        #expect(left.seconds(reading(100, of: 0), elapsed: 1) == nil)
    }
}
