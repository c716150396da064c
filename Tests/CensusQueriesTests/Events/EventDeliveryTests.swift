import CensusEvents
import CensusModel
import Foundation
import Logging
import NetworkTypes
import SQLiteStore
import Testing
import TextFormats

@testable import CensusQueries

/// A sink that keeps what it gets, and does what a test says.
final class KeepingSink: EventSink {
    let batchSize: Int
    private(set) var received: [CensusEvent] = []
    /// What it does instead of taking the next batches.
    var answers: [EventSinkFailure] = []
    /// Whether it takes a batch and then fails, as a process that is killed before it notes what it sent.
    var isKilledAfterwards = false

    init(batchSize: Int = 3) {
        self.batchSize = batchSize
    }

    func send(_ events: [CensusEvent]) throws(EventSinkFailure) {
        if !answers.isEmpty { throw answers.removeFirst() }
        received += events
        if isKilledAfterwards { throw .away(reason: "killed") }
    }
}

@Suite("A sink of events")
struct EventDeliveryTests {
    private let store: SQLiteCensus
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private var plan = EventSinkPlan(name: "sink", place: .log)
    private let midnight = WatchedStore.start

    init() throws {
        store = try SQLiteCensus(path: SQLiteCensus.inMemoryPath, access: .write)
    }

    private func add(_ numbers: ClosedRange<Int>, _ kind: EventKind = .hostAffected) throws {
        try store.withEventMemory { memory in
            for number in numbers {
                let event = CensusEvent(identifier: "\(number)", kind: kind, time: midnight, noted: midnight)
                var text: [UInt8] = []
                event.json().write(to: &text)
                _ = try memory.add(
                    KeptEvent(
                        identifier: "\(number)", noted: midnight, host: nil,
                        content: String(decoding: text, as: UTF8.self)))
            }
        }
    }

    private func delivery(_ plan: EventSinkPlan, _ sink: KeepingSink) throws -> EventDelivery {
        let delivery = EventDelivery(store, plan, sink, logger: logger)
        try delivery.begin()
        return delivery
    }

    private func later(_ seconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: midnight.nanoseconds + seconds * Timestamp.nanosecondsPerSecond)
    }

    private func names(_ sink: KeepingSink) -> [String] { sink.received.map(\.identifier) }

    @Test("gets every event once, in order, from when it is known")
    func order() throws {
        try add(1...2)
        let sink = KeepingSink()
        var delivery = try delivery(plan, sink)
        try add(3...10)
        #expect(try delivery.run(at: midnight) == 8)
        #expect(try delivery.run(at: later(1)) == 0)
        var again = try self.delivery(plan, sink)
        try add(11...11)
        #expect(try again.run(at: later(2)) == 1)
        #expect(names(sink) == (3...11).map(String.init))
    }

    @Test("that is away gets what waited when it is back, and is asked ever less often")
    func away() throws {
        let sink = KeepingSink()
        var delivery = try delivery(plan, sink)
        try add(1...5)
        sink.answers = Array(repeating: .away(reason: "away"), count: 40)
        var asked = 0
        for second: Int64 in 0..<3_600 {
            let before = sink.answers.count
            _ = try delivery.run(at: later(second))
            asked += before - sink.answers.count
        }
        #expect((10...25).contains(asked), "asked \(asked) times in an hour")
        #expect(sink.received.isEmpty)
        sink.answers = []
        #expect(try delivery.run(at: later(4_000)) == 5)
        #expect(names(sink) == (1...5).map(String.init))
    }

    @Test("that states when it is back is left alone until then")
    func stated() throws {
        let sink = KeepingSink()
        var delivery = try delivery(plan, sink)
        try add(1...1)
        sink.answers = [.away(reason: "busy", seconds: 120)]
        _ = try delivery.run(at: midnight)
        #expect(try delivery.run(at: later(119)) == 0)
        #expect(try delivery.run(at: later(120)) == 1)
    }

    @Test("that is away is tried again in its time, also where the clock is set back meanwhile")
    func clockSetBack() throws {
        let sink = KeepingSink()
        var delivery = try delivery(plan, sink)
        try add(1...1)
        sink.answers = [.away(reason: "away")]
        _ = try delivery.run(at: later(86_400))
        #expect(try delivery.run(at: midnight) == 1)
    }

    @Test("that was killed between sending and noting gets at most that batch again")
    func killed() throws {
        let sink = KeepingSink()
        var delivery = try delivery(plan, sink)
        try add(1...9)
        sink.isKilledAfterwards = true
        _ = try delivery.run(at: midnight)
        sink.isKilledAfterwards = false
        var restarted = try self.delivery(plan, sink)
        _ = try restarted.run(at: later(1))
        #expect(names(sink) == ["1", "2", "3"] + (1...9).map(String.init))
    }

    @Test("that refuses an event gets those behind it")
    func refused() throws {
        let sink = KeepingSink(batchSize: 1)
        var delivery = try delivery(plan, sink)
        try add(1...3)
        sink.answers = [.refused(reason: "no")]
        #expect(try delivery.run(at: midnight) == 2)
        #expect(names(sink) == ["2", "3"])
    }

    @Test("gets the kinds that it wants")
    func filter() throws {
        let sink = KeepingSink()
        var plan = plan
        plan.minimumSeverity = .high
        var delivery = try delivery(plan, sink)
        try add(1...4)
        try add(5...6, .backdoorEntered)
        try add(7...7)
        #expect(try delivery.run(at: midnight) == 2)
        #expect(names(sink) == ["5", "6"])
        #expect(try store.withEventMemory { try $0.position(of: "sink") } == 7)
    }

    @Test("is left in peace in quiet hours, but for what is urgent, and gets the rest once when they end")
    func quiet() throws {
        let sink = KeepingSink()
        var plan = plan
        (plan.quiet, plan.urgent) = (QuietHours("00:00-06:00"), .high)
        var delivery = try delivery(plan, sink)
        try add(1...2)
        try add(3...3, .backdoorEntered)
        try add(4...4)
        #expect(try delivery.run(at: midnight) == 1)
        try add(5...5, .backdoorEntered)
        #expect(try delivery.run(at: later(60)) == 1)
        var restarted = try self.delivery(plan, sink)
        #expect(try restarted.run(at: later(120)) == 0)
        #expect(names(sink) == ["3", "5"])
        #expect(try restarted.run(at: later(6 * 3_600)) == 3)
        #expect(names(sink) == ["3", "5", "1", "2", "4"])
        #expect(try restarted.run(at: later(6 * 3_600 + 1)) == 0)
    }

    @Test("has quiet hours by time of day and day of the week, through midnight")
    func quietHours() throws {
        let night = try #require(QuietHours("22:30-06:00"))
        #expect(night.contains(midnight) && !night.contains(later(6 * 3_600)) && night.contains(later(23 * 3_600)))
        // 1 June 2013 was a Saturday.
        let weekend = try #require(QuietHours("Sat, Sun"))
        #expect(
            weekend.contains(midnight) && weekend.contains(later(47 * 3_600)) && !weekend.contains(later(48 * 3_600)))
        for text in ["", "22", "22:00", "25:00-06:00", "22:00-22:00", "1:00-2:00", "22:00-06:00 23:00-01:00", "Mo"] {
            #expect(QuietHours(text) == nil, "\(text)")
        }
    }
}
