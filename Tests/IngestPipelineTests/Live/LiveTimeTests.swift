import CensusModel
import NetworkTypes
import PacketCapture
import PacketDecoding
import Runtime
import Testing
import Watchlist

@testable import IngestPipeline

private let second = Timestamp.nanosecondsPerSecond

private func time(_ hour: Int32, _ seconds: Int64 = 0) -> Timestamp {
    Timestamp(nanoseconds: Int64(hour) * Hour.nanoseconds + seconds * second)
}

@Suite("The clock") struct ClockWatchTests {
    @Test("that is set forward or back is noticed once, and one that is disciplined is not")
    func steps() {
        var watch = ClockWatch()
        #expect(watch.step(wall: time(100), steady: 0) == nil)
        #expect(watch.step(wall: time(100, 10), steady: 10 * second) == nil)
        #expect(
            watch.step(wall: Timestamp(nanoseconds: time(100, 20).nanoseconds + second / 2), steady: 20 * second) == nil
        )
        #expect(watch.step(wall: time(101, 30), steady: 30 * second) == 3_600 * second - second / 2)
        #expect(watch.step(wall: time(101, 40), steady: 40 * second) == nil)
        #expect(watch.step(wall: time(99, 50), steady: 50 * second) == -7_200 * second)
    }
}

@Suite("An hour") struct HourWatermarkTests {
    @Test("closes when packets from well behind its end have come")
    func closing() {
        var mark = HourWatermark()
        #expect(mark.advance(hours: [Hour(index: 7)], latest: time(7, 3_599)).closed.isEmpty)
        #expect(mark.advance(hours: [Hour(index: 8)], latest: time(8, 10)).closed.isEmpty)
        #expect(mark.advance(hours: [Hour(index: 8)], latest: time(8, 31)).closed == [Hour(index: 7)])
        #expect(mark.advance(hours: [], latest: nil).closed.isEmpty)
        #expect(mark.current == Hour(index: 8))
    }

    @Test("that is closed still takes late packets, and says so; an earlier time moves nothing back")
    func late() {
        var mark = HourWatermark()
        _ = mark.advance(hours: [Hour(index: 7), Hour(index: 8)], latest: time(8, 60))
        let (closed, late) = mark.advance(hours: [Hour(index: 7)], latest: time(7, 5))
        #expect(closed.isEmpty && late == [Hour(index: 7)])
        #expect(mark.current == Hour(index: 8))
    }

    @Test("is open again after the clock was set back")
    func reset() {
        var mark = HourWatermark()
        _ = mark.advance(hours: [Hour(index: 7), Hour(index: 8)], latest: time(8, 60))
        mark.reset()
        let (closed, late) = mark.advance(hours: [Hour(index: 7)], latest: time(7, 5))
        #expect(closed.isEmpty && late.isEmpty)
        #expect(mark.current == Hour(index: 7))
    }
}

@Suite("A timetable") struct RhythmTests {
    @Test("makes up for what was missed once, and keeps its beat")
    func beat() {
        var rhythm = Rhythm(every: 10, from: 100)
        let answers = [109, 110, 119, 157, 159, 160].map { rhythm.isDue($0) }
        #expect(answers == [false, true, false, true, false, true])
    }

    @Test("knows what is next, and when all is over")
    func next() {
        var options = LiveCountOptions(
            kind: .session, lists: ListOptions(lists: []), store: "", tunnels: .innermost)
        (options.checkpoint, options.duration) = (10, 5)
        let table = Timetable(options, begin: 0, tick: second)
        #expect(table.next == second)
        #expect(!table.isOver(5 * second - 1) && table.isOver(5 * second))
    }
}
