import CensusModel
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import HourlyRollup
@testable import SQLiteStore

@Suite("Stretches of a store")
struct StretchTests {
    /// Judges stretch by stretch, and puts what comes of them one behind the other.
    private func judged(
        _ store: SQLiteCensus, _ filter: FlowFilter, _ sizes: StretchSizes
    ) throws -> (flows: [JudgedFlow], ranges: Int)? {
        var (flows, ranges) = ([JudgedFlow](), 0)
        let fits = try store.forEachStretch(filter, lookingBack: EvidenceWindow.hoursBefore, inOrder: .hours, sizes) {
            stretch in
            var own = filter
            own.hours = stretch.hours
            own.origins = stretch.origins ?? own.origins
            ranges += stretch.origins == nil ? 0 : 1
            try FlowJudge(stretch.flows).forEachFlow(own) { flows.append($0) }
        }
        return fits ? (flows, ranges) : nil
    }

    private func store(_ random: inout SeededGenerator) throws -> SQLiteCensus {
        let store = try SQLiteCensus.inMemory()
        for name in ["a", "b"] {
            try store.add(Traffic.countedTally((0..<3_000).map { _ in Traffic.randomObservation(&random) }), of: name)
        }
        return store
    }

    @Test("are judged as the whole is, whether hours are read as a whole or in ranges of origins")
    func ranges() throws {
        var random = SeededGenerator()
        let store = try store(&random)
        var filters = [FlowFilter(hours: HourRange()), FlowFilter(hours: HourRange(from: Hour(index: 0), before: nil))]
        filters.append(filters[0])
        filters[2].origins = try Traffic.address("192.0.2.1")...Traffic.address("2001:db8::1")
        for filter in filters {
            var expected: [JudgedFlow] = []
            try FlowJudge(store).forEachFlow(filter) { expected.append($0) }
            #expect(expected.count > 10)
            for sizes in [
                StretchSizes(), StretchSizes(usual: 1, mostOfHours: 1), StretchSizes(usual: 1, mostOfHours: 500),
                StretchSizes(usual: 100, mostOfHours: 300), StretchSizes(usual: 100, timesLookedBack: 1),
                StretchSizes(usual: 1, mostBytes: 1), StretchSizes(usual: 1, mostOfHours: 1, mostOfLinkedHours: 1),
                StretchSizes(usual: 1, mostOfHours: 1, linkedHours: 2),
                StretchSizes(usual: 1, mostOfHours: 1, mostOfLinkedHours: 700),
            ] {
                let found = try judged(store, filter, sizes)
                #expect(found?.flows == expected, "\(sizes)")
                if sizes.mostOfHours == 1 { #expect(found.map { $0.ranges > 0 } == true) }
            }
        }
    }

    /// Judges every stretch on a thread of its own, several at a time.
    private func judgedByThreads(
        _ store: SQLiteCensus, _ filter: FlowFilter, _ sizes: StretchSizes,
        taking take: ([JudgedFlow]) throws -> Void
    ) throws {
        _ = try OrderedWork.run { body in
            try store.forEachStretch(filter, lookingBack: EvidenceWindow.hoursBefore, inOrder: .hours, sizes, body)
        } work: { stretch in
            var (own, flows) = (filter, [JudgedFlow]())
            (own.hours, own.origins) = (stretch.hours, stretch.origins)
            try FlowJudge(stretch.flows).forEachFlow(own) { flows.append($0) }
            return flows
        } take: {
            try take($0)
        }
    }

    @Test("whose hours before another thread read are judged as the whole is")
    func linked() throws {
        var random = SeededGenerator()
        let store = try store(&random)
        let filter = FlowFilter(hours: HourRange())
        var (expected, found) = ([JudgedFlow](), [JudgedFlow]())
        try FlowJudge(store).forEachFlow(filter) { expected.append($0) }
        for sizes in [StretchSizes(usual: 50, mostOfHours: 1), StretchSizes(usual: 1, mostOfHours: 1)] {
            found = []
            try judgedByThreads(store, filter, sizes) { found += $0 }
            #expect(found == expected, "\(sizes)")
        }
    }

    private struct Enough: Error {}

    @Test("end where nobody takes them any more, those that wait for another among them")
    func givenUp() throws {
        var random = SeededGenerator()
        let store = try store(&random)
        #expect(throws: Enough.self) {
            try judgedByThreads(
                store, FlowFilter(hours: HourRange()), StretchSizes(usual: 1, mostOfHours: 1)
            ) { _ in throw Enough() }
        }
    }

    @Test("of hours that threads hand to each other hold no hour twice")
    func readOnce() throws {
        var random = SeededGenerator()
        let store = try store(&random)
        let sizes = StretchSizes(usual: 1, mostOfHours: 1)
        var (first, others, longest) = (Set<IPAddress>(), 0, 0)
        _ = try store.forEachStretch(FlowFilter(hours: HourRange()), lookingBack: 3, inOrder: .hours, sizes) {
            stretch in
            let packed = try #require(stretch.flows as? PackedHours)
            let start = try #require(stretch.origins?.lowerBound)
            defer { packed.links?.to.hand(HourTraces()) }
            if first.insert(start).inserted { return }
            others += 1
            longest = max(longest, packed.hours.count)
            #expect(packed.links?.from != nil)
        }
        #expect(others > 0)
        #expect(longest == 1)
    }

    @Test("are not handed out where one origin has more records than memory is to hold")
    func large() throws {
        var random = SeededGenerator()
        let store = try store(&random)
        let filter = FlowFilter(hours: HourRange())
        #expect(try judged(store, filter, StretchSizes(usual: 1, mostOfHours: 1, mostBytesOfRange: 1)) == nil)
    }
}
