import CensusEvents
import CensusExport
import CensusModel
import Foundation
import HourlyRollup
import Logging
import NetworkTypes
import SQLiteStore
import Testing
import TrafficSimulation

@testable import CensusQueries

@Suite("A day of events")
struct DayOfEventsTests {
    /// What is thrown where a process would have been killed.
    private struct Killed: Error {}

    /// A sink that is away between two hours, and in which the process can be killed before or after it has sent.
    private final class DaySink: EventSink {
        enum Kill { case before, after }

        let batchSize = 4
        let away: Range<Int64>
        var hour: Int64 = 0
        var kill: Kill?
        private(set) var received: [String] = []
        private(set) var wasKilled = false

        init(away: Range<Int64> = 0..<0) { self.away = away }

        func send(_ events: [CensusEvent]) throws(EventSinkFailure) {
            guard !away.contains(hour) else { throw .away(reason: "away") }
            let kill = kill
            (self.kill, wasKilled) = (nil, kill != nil)
            if kill != .before { received += events.map(\.identifier) }
            if kill != nil { throw .gone }
        }
    }

    /// Twenty-four hours in steps of five minutes: hosts call home, feeds break twice, one sink is away for six hours, and the
    /// process is killed ten times.
    @Test("tells every event once to every sink, and counts as one that was not disturbed", arguments: [UInt64(7), 8])
    func day(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let (watched, undisturbed) = (try WatchedStore(), try WatchedStore())
        let feed = watched.folder + "/feodo"
        try FileManager.default.createDirectory(atPath: feed + "/versions", withIntermediateDirectories: true)
        watched.listFolders = [feed]
        let sinks = ["steady": DaySink(), "away": DaySink(away: 6..<12)]
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var watch = try watched.watch()
        var deliveries: [(sink: DaySink, delivery: EventDelivery)] = []
        let start = {
            deliveries = try sinks.sorted { $0.key < $1.key }.map { name, sink in
                let delivery = EventDelivery(
                    watched.store, EventSinkPlan(name: name, place: .log), sink, logger: logger)
                try delivery.begin()
                return (sink, delivery)
            }
        }
        try start()
        let calm = try undisturbed.watch()
        let kills = Set((0..<10).map { Int64($0 * 28 + 3) })
        for step: Int64 in 0..<288 {
            let time = Timestamp(
                nanoseconds: WatchedStore.start.nanoseconds + step * 300 * Timestamp.nanosecondsPerSecond)
            let hour = step / 12
            for clock in [watched.clock, undisturbed.clock] { clock.set(time) }
            try writeFeed(feed, hour: hour, isBroken: hour == 5 || hour == 17)
            var packets: [Observation] = []
            for _ in 0..<3 {
                let (host, origin) = ("10.0.0.\(generator.next() % 60)", "203.0.113.\(generator.next() % 12)")
                packets +=
                    generator.next() % 2 == 0
                    ? try Sight.attempt(host, origin, at: time) : try Sight.exchange(host, origin, at: time)
            }
            for store in [watched, undisturbed] { try store.count(packets) }
            _ = try watch.runOnce()
            _ = try calm.runOnce()
            for sink in sinks.values {
                sink.hour = hour
                sink.kill = kills.contains(step) ? (step % 8 == 3 ? .before : .after) : nil
            }
            for index in deliveries.indices {
                _ = try deliveries[index].delivery.run(at: time)
            }
            if kills.contains(step) {
                // Nothing in memory is left.
                watch = try watched.watch()
                try start()
            }
        }
        for index in deliveries.indices {
            _ = try deliveries[index].delivery.run(
                at: Timestamp(nanoseconds: WatchedStore.start.nanoseconds + 90_000 * 1_000_000_000))
        }
        let told = try watched.events.map(\.identifier)
        #expect(told.count > 60 && Set(told).count == told.count)
        for (name, sink) in sinks {
            #expect(Set(sink.received) == Set(told), "\(name), seed \(seed)")
            // What was sent and not noted came again, a batch a kill at the most; in order otherwise.
            #expect(sink.received.count - told.count <= 10 * sink.batchSize, "\(name), seed \(seed)")
            var seen: Set<String> = []
            #expect(sink.received.filter { seen.insert($0).inserted } == told, "\(name), seed \(seed)")
        }
        let refused = try watched.events.filter { $0.kind == .feedRefused }
        #expect(refused.count == 2, "each time that the list broke")
        let ofFlows = { (store: WatchedStore) in Set(try store.events.filter { $0.hour != nil }.map(\.identifier)) }
        #expect(try ofFlows(watched) == ofFlows(undisturbed), "seed \(seed)")
        #expect(try export(watched) == export(undisturbed), "seed \(seed)")
    }

    private func writeFeed(_ folder: String, hour: Int64, isBroken: Bool) throws {
        let begin = { (hour: Int64) in
            Timestamp(nanoseconds: WatchedStore.start.nanoseconds + hour * 3_600 * Timestamp.nanosecondsPerSecond)
        }
        let state =
            isBroken
            ? "{\"last_success\": \"\(begin(hour - 1))\", \"last_error\": \"the list is empty\"}"
            : "{\"last_success\": \"\(begin(hour))\"}"
        try Data(state.utf8).write(to: URL(fileURLWithPath: folder + "/state.json"))
    }

    private func export(_ watched: WatchedStore) throws -> [UInt8] {
        var text: [UInt8] = []
        try CensusQuery(watched.store, hours: HourRange(), format: .csv).export(
            by: .originAndHour, minimumGrade: nil
        ) { text += $0 }
        return text
    }
}
