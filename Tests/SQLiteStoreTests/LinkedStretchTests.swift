import CensusModel
import FlowRuns
import NetworkTypes
import Synchronization
import TestSupport
import Testing
import TrafficSimulation

@testable import HourlyRollup
@testable import SQLiteStore

@Suite("Linked ranges of hours")
struct LinkedStretchTests {
    /// Of hours of several pages, two inputs with the same 5-tuples among them.
    private func store(_ random: inout SeededGenerator) throws -> SQLiteCensus {
        let store = try SQLiteCensus.inMemory()
        for (name, count) in [("a", 14_000), ("b", 1_000)] {
            try store.add(Traffic.countedTally((0..<count).map { _ in observation(&random) }), of: name)
        }
        return store
    }

    private func observation(_ random: inout SeededGenerator) -> Observation {
        var observation = Traffic.randomObservation(&random)
        let hour = Int64.random(in: 0..<3, using: &random)
        observation.time = Timestamp(
            nanoseconds: hour * Hour.nanoseconds + .random(in: 0..<Hour.nanoseconds, using: &random))
        let (host, origin) = (UInt32.random(in: 0..<400, using: &random), UInt32.random(in: 0..<12, using: &random))
        if Bool.random(using: &random) {
            observation.host = .v6(IPv6Address(rawValue: 0xFD00 << 112 | UInt128(host)))
            observation.origin = .v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | UInt128(origin)))
        } else {
            observation.host = .v4(IPv4Address(rawValue: 0x0A00_0000 | host))
            observation.origin = .v4(IPv4Address(rawValue: 0xC000_0200 | origin))
        }
        return observation
    }

    /// What is found stretch by stretch, each on a thread of its own, and of how many origins' ranges and hours stretches were.
    private func judged(
        _ store: SQLiteCensus, _ filter: FlowFilter, inOrder order: StretchOrder, _ sizes: StretchSizes
    ) throws -> (flows: [JudgedFlow], ranges: Set<IPAddress>, longest: Int) {
        var (flows, ranges, longest) = ([JudgedFlow](), Set<IPAddress>(), 0)
        _ = try OrderedWork.run { body in
            let fits = try store.forEachStretch(
                filter, lookingBack: EvidenceWindow.hoursBefore, inOrder: order, sizes
            ) { stretch in
                if let origins = stretch.origins { ranges.insert(origins.lowerBound) }
                if let packed = stretch.flows as? PackedHours { longest = max(longest, packed.hours.count) }
                try body(stretch)
            }
            #expect(fits)
        } work: { stretch in
            var (own, flows) = (filter, [JudgedFlow]())
            (own.hours, own.origins) = (stretch.hours, stretch.origins ?? filter.origins)
            try FlowJudge(stretch.flows).forEachFlow(own) { flows.append($0) }
            return flows
        } take: {
            flows += $0
        }
        return (flows, ranges, longest)
    }

    private static let linked = StretchSizes(usual: 1 << 20, leastOfLinkedHour: 1, mostRunsOfLinkedHour: 8)

    @Test("are judged as the whole is, in its order where that is asked for")
    func areWhole() throws {
        var random = SeededGenerator()
        let store = try store(&random)
        var part = FlowFilter(hours: HourRange(from: Hour(index: 1), before: Hour(index: 3)))
        part.origins = try Traffic.address("192.0.2.1")...Traffic.address("2001:db8::b")
        for filter in [FlowFilter(hours: HourRange()), part] {
            var expected: [JudgedFlow] = []
            try FlowJudge(store).forEachFlow(filter) { expected.append($0) }
            let byHour = try judged(store, filter, inOrder: .hourByHour, Self.linked)
            #expect(hourByHour(byHour.flows) == expected)
            // Pages begin at other origins than the part does, so that its ranges may not be even.
            #expect(byHour.ranges.count > 1 || filter.origins != nil)
            let any = try judged(store, filter, inOrder: .any, Self.linked)
            #expect(hourByHour(any.flows) == expected)
            #expect(any.ranges == byHour.ranges)
            // Several hours at once, so fewer stretches.
            #expect(any.longest > 1)
            var recut = Self.linked
            recut.linkedHours = 2
            #expect(hourByHour(try judged(store, filter, inOrder: .hourByHour, recut).flows) == expected)
            recut.mostOfLinked = 1
            #expect(try judged(store, filter, inOrder: .hourByHour, recut).flows == expected)
        }
    }

    /// Stretches beside each other put together as who takes them does: each hour of all of them, one after another.
    private func hourByHour(_ flows: [JudgedFlow]) -> [JudgedFlow] {
        Dictionary(grouping: flows, by: \.key.hour).sorted { $0.key < $1.key }.flatMap(\.value)
    }

    @Test("are not read where few stretches are wanted, hours are small, or of many runs")
    func exceptions() throws {
        var random = SeededGenerator()
        let (store, filter) = (try store(&random), FlowFilter(hours: HourRange()))
        #expect(try judged(store, filter, inOrder: .hours, Self.linked).ranges.isEmpty)
        for order in [StretchOrder.hourByHour, .any] {
            var sizes = Self.linked
            sizes.leastOfLinkedHour = 100_000
            #expect(try judged(store, filter, inOrder: order, sizes).ranges.isEmpty)
            sizes = Self.linked
            sizes.mostRunsOfLinkedHour = 1
            #expect(try judged(store, filter, inOrder: order, sizes).ranges.isEmpty)
        }
    }

    @Test("are not read of one origin, which one thread alone would have")
    func oneOrigin() throws {
        var random = SeededGenerator()
        let store = try SQLiteCensus.inMemory()
        let origin = try Traffic.address("192.0.2.1")
        let observations = (0..<14_000).map { _ in
            var observation = observation(&random)
            observation.origin = origin
            return observation
        }
        try store.add(Traffic.countedTally(observations), of: "a")
        let filter = FlowFilter(hours: HourRange())
        var expected: [JudgedFlow] = []
        try FlowJudge(store).forEachFlow(filter) { expected.append($0) }
        let found = try judged(store, filter, inOrder: .hourByHour, Self.linked)
        #expect(found.flows == expected)
        #expect(found.ranges.isEmpty)
    }

    @Test("unpack a page that lies in several of them once")
    func shared() throws {
        var random = SeededGenerator()
        var hour = try #require(packedHours(store(&random)).first { hour in hour.runs.contains { $0.pages.count > 1 } })
        let run = try #require(hour.runs.first { $0.pages.count > 1 })
        let middle = run.pages[0].origins.upperBound
        let first = IPAddress.v4(IPv4Address(rawValue: 0))
        let ranges = [first...middle, middle...run.pages[1].origins.upperBound]
        hour.share(ranges, in: SharedRecords.Room())
        let shared = try #require(hour.runs.first { $0.pages.count > 1 }?.pages[0].shared)
        let unpacked = Mutex(0)
        let unpacker = SharedUnpacker()
        let records = try ranges.map { _ in
            try shared.records(.all) {
                unpacked.withLock { $0 += 1 }
                return try unpacker.records(run.pages[0].page, .all)
            }
        }
        #expect(unpacked.withLock { $0 } == 1)
        #expect(records[0].count == records[1].count)
    }

    private func packedHours(_ store: SQLiteCensus) throws -> [PackedHour] {
        var hours: [PackedHour] = []
        _ = try store.forEachStretch(FlowFilter(hours: HourRange()), lookingBack: 0, inOrder: .hours) { stretch in
            hours += (stretch.flows as? PackedHours)?.hours ?? []
        }
        return hours
    }
}
