import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@Suite("Pruning")
struct PruningTests {
    /// Packets of few flows over ten hours, so that most hours need those before.
    private func packets(_ random: inout SeededGenerator) -> [Observation] {
        (0..<600).map { _ in
            var packet = Traffic.randomObservation(&random)
            let hour = Int64.random(in: 0..<10, using: &random) * Hour.nanoseconds
            packet.time = Timestamp(nanoseconds: hour + .random(in: 0...3, using: &random) * 10_000)
            return packet
        }
    }

    private func tally(_ packets: [Observation]) -> HourlyTally { Traffic.countedTally(packets) }

    private func store(_ packets: [Observation]) throws -> SQLiteCensus {
        let store = try SQLiteCensus.inMemory()
        try store.add(tally(packets), of: "first")
        return store
    }

    @Test(
        "leaves the rows of the hours that stay as they were, again and again, and nothing to be seen of those before")
    func rows() throws {
        var random = SeededGenerator()
        let store = try store(packets(&random))
        let whole = try store.judged()
        for hour in [2, 3, 6, 4, 9] as [Int32] {
            let before = try store.judged()
            _ = try store.prune(before: Hour(index: hour))
            let expected = before.filter { $0.key.hour >= Hour(index: hour) }
            #expect(try store.judged() == expected)
            #expect(try store.flows() == expected.map(\.record))
            #expect(try store.judged(FlowFilter(hours: HourRange()), JudgingRules(memory: 0)) == expected)
            let later = FlowFilter(hours: HourRange(from: Hour(index: 7), before: nil))
            #expect(try store.judged(later) == whole.filter { $0.key.hour >= Hour(index: max(7, hour)) })
            #expect(try store.findings().isEmpty)
            #expect(try store.summary().flows == UInt64(expected.count))
            #expect(try store.summary().firstHour == expected.first?.key.hour)
        }
    }

    @Test("keeps what the three hours behind it need, and no more")
    func kept() throws {
        var random = SeededGenerator()
        let store = try store(packets(&random))
        _ = try store.prune(before: Hour(index: 6))
        var filter = FlowFilter(hours: HourRange())
        filter.includesPruned = true
        let pruned = try store.flows(filter).filter(\.isPruned)
        #expect(Set(pruned.map(\.key.hour.index)) == [3, 4, 5])
        _ = try store.prune(before: Hour(index: 100))
        #expect(try store.flows(filter).isEmpty)
    }

    @Test("and merging may come in any order")
    func merging() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        let (one, two) = (packets(&random), packets(&random))
        let whole = try tally(one + two).judged()
        let other = try SQLiteCensus(path: folder.store, access: .write)
        try other.add(tally(two), of: "second")
        _ = try other.prune(before: Hour(index: 5))
        let store = try store(one)
        _ = try store.prune(before: Hour(index: 5))
        _ = try store.merge(folder.store)
        #expect(try store.judged() == whole.filter { $0.key.hour >= Hour(index: 5) })
        _ = try store.prune(before: Hour(index: 7))
        #expect(try store.judged() == whole.filter { $0.key.hour >= Hour(index: 7) })
    }

    @Test("of a source that is counted on hides only what was there")
    func later() throws {
        let store = try store([Traffic.observation()])
        _ = try store.prune(before: Hour(index: 1))
        #expect(try store.flows().isEmpty)
        try store.add(tally([Traffic.observation(), Traffic.observation()]), of: "second")
        #expect(try store.judged().map(\.record.packets) == [2])
        _ = try store.prune(before: Hour(index: 1))
        #expect(try store.flows().isEmpty)
    }
}
