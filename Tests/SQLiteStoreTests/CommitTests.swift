import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@Suite("Committing a tally")
struct CommitTests {
    private var coverage: Coverage {
        var coverage = Coverage()
        (coverage.seen, coverage.decoded, coverage.matched) = (10, 7, 2)
        coverage.undecoded = ["ipv4_cut": 2, "ethertype_0x0806_arp": 1]
        (coverage.remarked, coverage.dropped) = (["length_mismatch": 1], ["kernel": 4])
        return coverage
    }

    @Test("begins a capture once, and tells afterwards how far it was counted")
    func exactlyOnce() throws {
        let store = try SQLiteCensus.inMemory()
        let tally = Traffic.tally([Traffic.observation()], coverage: [Hour(index: 0): coverage])
        #expect(try store.captures(beginning: Array("id".utf8)).isEmpty)
        #expect(try store.add(tally, of: "id") == .added(source: 1))
        let (flows, once) = (try store.flows(), try store.coverage(in: HourRange()))
        #expect(try store.add(tally, of: "id") == .overtaken)
        #expect(try store.flows() == flows)
        #expect(try store.coverage(in: HourRange()) == once)
        let counted = CountedInput(
            source: 1, name: "id.pcap", head: Traffic.head("id"), position: 100, tail: [100], packets: 10)
        #expect(try store.captures(beginning: Array("id".utf8)) == [counted])
        #expect(try store.commit(Traffic.stretch("id", tally), as: .new(besides: [1])) == .added(source: 2))
    }

    @Test("continues a capture only from where it was counted to")
    func continues() throws {
        let store = try SQLiteCensus.inMemory()
        let tally = Traffic.tally([Traffic.observation()], coverage: [Hour(index: 0): coverage])
        try store.add(tally, of: "id")
        let next = Traffic.stretch("id", tally, 100..<160)
        #expect(try store.commit(Traffic.stretch("id", tally, 90..<160), as: .continues(source: 1)) == .overtaken)
        #expect(try store.commit(next, as: .continues(source: 7)) == .overtaken)
        #expect(try store.commit(next, as: .continues(source: 1)) == .added(source: 1))
        #expect(try store.commit(next, as: .continues(source: 1)) == .overtaken)
        #expect(try store.flows().map(\.packets) == [2])
        #expect(try store.coverage(in: HourRange())[Hour(index: 0)]?.seen == 20)
        let counted = try #require(try store.captures(beginning: Array("id".utf8)).first)
        #expect(counted.position == 160 && counted.tail == [160] && counted.packets == 20)
    }

    @Test("in place of what a capture contributed leaves other captures as they are")
    func replaces() throws {
        let store = try SQLiteCensus.inMemory()
        let tally = Traffic.tally([Traffic.observation()], coverage: [Hour(index: 0): coverage])
        for capture in ["one", "two"] { try store.add(tally, of: capture) }
        let anew = Traffic.stretch("one", Traffic.tally([Traffic.observation { $0.hostPort = 1 }]), 24..<70)
        #expect(try store.commit(anew, as: .replaces(source: 1, position: 99)) == .overtaken)
        #expect(try store.commit(anew, as: .replaces(source: 1, position: 100)) == .added(source: 1))
        #expect(try store.flows().map(\.key.hostPort) == [1, 50_000])
        #expect(try store.flows().map(\.packets) == [1, 1])
        #expect(try store.coverage(in: HourRange()) == [Hour(index: 0): coverage])
        #expect(try store.captures(beginning: Array("one".utf8)).first?.position == 70)
    }

    @Test("of nothing is noted too")
    func empty() throws {
        let store = try SQLiteCensus.inMemory()
        #expect(try store.add(Traffic.tally([]), of: "id") == .added(source: 1))
        #expect(try store.add(Traffic.tally([]), of: "id") == .overtaken)
        #expect(try store.flows().isEmpty)
        #expect(try store.coverage(in: HourRange()).isEmpty)
    }

    @Test("in parts, in any order, gives the same flows as all at once")
    func mergeable() throws {
        var random = SeededGenerator()
        for parts in [1, 2, 5, 20] {
            let observations = (0..<600).map { _ in Traffic.randomObservation(&random) }
            let whole = try SQLiteCensus.inMemory()
            try whole.add(Traffic.tally(observations), of: "all")
            var piles = [[Observation]](repeating: [], count: parts)
            for observation in observations.shuffled(using: &random) {
                piles[Int.random(in: 0..<parts, using: &random)].append(observation)
            }
            let inParts = try SQLiteCensus.inMemory()
            for (number, pile) in piles.enumerated() {
                try inParts.add(Traffic.tally(pile), of: "\(number)")
            }
            let (expected, merged) = (try whole.flows(), try inParts.flows())
            #expect(merged == expected)
            #expect(try inParts.judged() == whole.judged())
            #expect(merged.reduce(0) { $0 + $1.packets } == 600)
            #expect(Set(merged.map(\.key)).count == merged.count)
        }
    }

    @Test("to a file that is closed and opened between the parts gives the same flows too")
    func reopened() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        let observations = (0..<100).map { _ in Traffic.randomObservation(&random) }
        for (number, start) in stride(from: 0, to: 100, by: 25).enumerated() {
            let store = try SQLiteCensus(path: folder.store, access: .write)
            try store.add(Traffic.tally(observations[start..<start + 25]), of: "\(number)")
        }
        let whole = try SQLiteCensus.inMemory()
        try whole.add(Traffic.tally(observations), of: "all")
        #expect(try SQLiteCensus(path: folder.store, access: .read).flows() == whole.flows())
    }

    @Test("adds coverage up hour by hour, counter by counter and name by name")
    func coverageMerge() throws {
        var other = Coverage()
        (other.seen, other.decoded, other.undecoded) = (3, 1, ["ipv4_cut": 1, "ipv6_cut": 1])
        (other.dropped, other.remarked) = (["interface": 5, "kernel": 1], ["length_mismatch": 1])
        let hours = [Hour(index: -1), Hour(index: 0), Hour(index: 380_000)]
        let store = try SQLiteCensus.inMemory()
        for (number, parts) in [[hours[0]: coverage, hours[1]: coverage], [hours[1]: other, hours[2]: other]]
            .enumerated()
        {
            try store.add(Traffic.tally([], coverage: parts), of: "\(number)")
        }
        var both = coverage
        both.merge(other)
        #expect(
            try store.coverage(in: HourRange()) == [hours[0]: coverage, hours[1]: both, hours[2]: other])
        let range = HourRange(from: Timestamp(nanoseconds: 0), to: Timestamp(nanoseconds: 1))
        #expect(try store.coverage(in: range) == [hours[1]: both])
    }

    @Test("is seen by a reader that is open already")
    func concurrentReader() throws {
        let folder = try StoreFolder()
        try folder.makeStore()
        let reader = try SQLiteCensus(path: folder.store, access: .read)
        #expect(try reader.flows().count == 1)
        let writer = try SQLiteCensus(path: folder.store, access: .write)
        try writer.add(Traffic.tally([Traffic.observation { $0.hostPort = 1 }]), of: "second")
        #expect(try reader.flows().count == 2)
    }

    @Test("follows lists, whose versions may be noted again")
    func lists() throws {
        let store = try SQLiteCensus.inMemory()
        let list = ListRecord(version: "ab", name: "c2.csv", entries: 3)
        try store.note([list, ListRecord(version: "ab", name: "renamed.csv", entries: 3)])
        try store.note([list])
        try store.note([])
    }
}
