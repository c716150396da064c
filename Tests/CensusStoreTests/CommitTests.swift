import CensusStore
import HourlyRollup
import NetworkTypes
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

    @Test("a second time under the same identity adds nothing, and tells the first name")
    func exactlyOnce() throws {
        let store = try CensusStore.inMemory()
        let tally = Traffic.tally([Traffic.sighting()], coverage: [Hour(index: 0): coverage])
        #expect(try store.countedName(ofCapture: "id") == nil)
        #expect(try store.commit(tally, of: Traffic.capture("id", name: "a.pcap")) == nil)
        let (flows, once) = (try store.flows(), try store.coverage(in: HourRange()))
        let other = Traffic.tally([Traffic.sighting { $0.hostPort = 1 }], coverage: [Hour(index: 1): coverage])
        #expect(try store.commit(tally, of: Traffic.capture("id", name: "renamed.pcap")) == "a.pcap")
        #expect(try store.commit(other, of: Traffic.capture("id", name: "b.pcap")) == "a.pcap")
        #expect(try store.flows() == flows)
        #expect(try store.coverage(in: HourRange()) == once)
        #expect(try store.countedName(ofCapture: "id") == "a.pcap")
    }

    @Test("of nothing is noted too")
    func empty() throws {
        let store = try CensusStore.inMemory()
        #expect(try store.commit(Traffic.tally([]), of: Traffic.capture("id")) == nil)
        #expect(try store.commit(Traffic.tally([]), of: Traffic.capture("id")) == "id.pcap")
        #expect(try store.flows().isEmpty)
        #expect(try store.coverage(in: HourRange()).isEmpty)
    }

    @Test("in parts, in any order, gives the same flows as all at once")
    func mergeable() throws {
        var random = SeededGenerator()
        for parts in [1, 2, 5, 20] {
            let sightings = (0..<600).map { _ in Traffic.randomSighting(&random) }
            let whole = try CensusStore.inMemory()
            _ = try whole.commit(Traffic.tally(sightings), of: Traffic.capture("all"))
            var piles = [[Sighting]](repeating: [], count: parts)
            for sighting in sightings.shuffled(using: &random) {
                piles[Int.random(in: 0..<parts, using: &random)].append(sighting)
            }
            let inParts = try CensusStore.inMemory()
            for (number, pile) in piles.enumerated() {
                _ = try inParts.commit(Traffic.tally(pile), of: Traffic.capture("\(number)"))
            }
            let (expected, merged) = (try whole.flows(), try inParts.flows())
            #expect(merged == expected)
            #expect(merged.map(\.grade) == expected.map(\.grade))
            #expect(merged.reduce(0) { $0 + $1.packets } == 600)
            #expect(Set(merged.map(\.key)).count == merged.count)
        }
    }

    @Test("to a file that is closed and opened between the parts gives the same flows too")
    func reopened() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        let sightings = (0..<100).map { _ in Traffic.randomSighting(&random) }
        for (number, start) in stride(from: 0, to: 100, by: 25).enumerated() {
            let store = try CensusStore(path: folder.store, access: .write)
            _ = try store.commit(Traffic.tally(sightings[start..<start + 25]), of: Traffic.capture("\(number)"))
        }
        let whole = try CensusStore.inMemory()
        _ = try whole.commit(Traffic.tally(sightings), of: Traffic.capture("all"))
        #expect(try CensusStore(path: folder.store, access: .read).flows() == whole.flows())
    }

    @Test("adds coverage up hour by hour, counter by counter and name by name")
    func coverageMerge() throws {
        var other = Coverage()
        (other.seen, other.decoded, other.undecoded) = (3, 1, ["ipv4_cut": 1, "ipv6_cut": 1])
        (other.dropped, other.remarked) = (["interface": 5, "kernel": 1], ["length_mismatch": 1])
        let hours = [Hour(index: -1), Hour(index: 0), Hour(index: 380_000)]
        let store = try CensusStore.inMemory()
        for (number, parts) in [[hours[0]: coverage, hours[1]: coverage], [hours[1]: other, hours[2]: other]]
            .enumerated()
        {
            _ = try store.commit(Traffic.tally([], coverage: parts), of: Traffic.capture("\(number)"))
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
        let reader = try CensusStore(path: folder.store, access: .read)
        #expect(try reader.flows().count == 1)
        let writer = try CensusStore(path: folder.store, access: .write)
        _ = try writer.commit(Traffic.tally([Traffic.sighting { $0.hostPort = 1 }]), of: Traffic.capture("second"))
        #expect(try reader.flows().count == 2)
    }

    @Test("follows lists, whose versions may be noted again")
    func lists() throws {
        let store = try CensusStore.inMemory()
        let list = ListRecord(version: "ab", name: "c2.csv", entries: 3)
        try store.note([list, ListRecord(version: "ab", name: "renamed.csv", entries: 3)])
        try store.note([list])
        try store.note([])
    }
}
