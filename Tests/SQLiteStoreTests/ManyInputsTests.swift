import CensusModel
import GRDB
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import SQLiteStore

@Suite("Hours into which many inputs were counted")
struct ManyInputsTests {
    /// Sizes that want passes; that want passes, and ranges of 5-tuples; and that want neither.
    private static let sizes = [
        MergeSizes(open: 0), MergeSizes(open: 60, packed: 1), MergeSizes(open: 100, packed: 40), MergeSizes(),
    ]

    private func store(_ random: inout SeededGenerator) throws -> (SQLiteCensus, HourlyTally) {
        let store = try SQLiteCensus.inMemory()
        var all = Traffic.countedTally([])
        for number in 0..<40 {
            let packets = (0..<Int.random(in: 1...60, using: &random)).map { _ in Traffic.randomObservation(&random) }
            try store.add(Traffic.countedTally(packets), of: "input \(number)")
            all.merge(Traffic.countedTally(packets))
        }
        return (store, all)
    }

    private func flows(
        _ store: SQLiteCensus, _ filter: FlowFilter, _ sizes: MergeSizes
    ) throws -> [FlowRecord] {
        try store.queue.read { database in
            var flows: [FlowRecord] = []
            try RunFlows(filter, sizes: sizes, database).forEachFlow(
                alone: { flows.append($0.record) }, { flows.append($0) })
            return flows
        }
    }

    @Test("are read as one tally of everything is, in as little memory as one likes")
    func sizes() throws {
        var random = SeededGenerator()
        let (store, tally) = try store(&random)
        let expected = try tally.flows()
        #expect(expected.count > 40)
        for sizes in Self.sizes {
            #expect(try flows(store, FlowFilter(hours: HourRange()), sizes) == expected, "\(sizes)")
        }
    }

    @Test("are read so by any filter")
    func filters() throws {
        var random = SeededGenerator()
        let (store, tally) = try store(&random)
        let all = try tally.flows()
        let ends = Set(all.map(\.key.origin)).sorted()
        let (first, last) = (try #require(ends.first), try #require(ends.last))
        var filters = ends.map { FlowFilter(hours: HourRange(), origin: $0) }
        filters += ends.flatMap { origin in
            Set(all.map(\.key.host)).map { FlowFilter(hours: HourRange(), origin: origin, host: $0) }
        }
        for range in [first...last, first...first, last...last] {
            for _ in 0..<5 {
                var filter = FlowFilter(hours: HourRange())
                filter.origins = range
                filter.start = all.randomElement(using: &random)?.key.tuple
                filters.append(filter)
            }
        }
        for filter in filters {
            let expected = all.filter { filter.admits($0.key) }
            for sizes in Self.sizes { #expect(try flows(store, filter, sizes) == expected, "\(filter)") }
        }
    }

    @Test("are judged the same in stretches whose runs are put together beforehand")
    func stretches() throws {
        var random = SeededGenerator()
        let (store, tally) = try store(&random)
        let filter = FlowFilter(hours: HourRange())
        for most in [0, 50, 1_000] as [UInt64] {
            var flows: [JudgedFlow] = []
            let sizes = StretchSizes(usual: 1, mostOpen: most)
            let fits = try store.forEachStretch(filter, lookingBack: EvidenceWindow.hoursBefore, inOrder: .hours, sizes)
            { stretch in
                var own = filter
                own.hours = stretch.hours
                try FlowJudge(stretch.flows).forEachFlow(own) { flows.append($0) }
            }
            #expect(fits)
            #expect(try flows == tally.judged())
        }
    }
}
