import CensusModel
import GRDB
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import SQLiteStore

@Suite("The runs of a store")
struct RunTests {
    private let session = SessionRecord(identity: "session", interfaces: "eth0")

    @Test("stay few however often is committed, and hold what one tally of everything does")
    func tiers() throws {
        var random = SeededGenerator()
        let store = try SQLiteCensus.inMemory()
        try store.begin(session)
        var all: [Observation] = []
        for _ in 0..<300 {
            let packets = (0..<10).map { _ in Traffic.randomObservation(&random) }
            all += packets
            try store.commit([Traffic.tally(packets)], of: session)
        }
        let hours = try store.queue.read { try Int.fetchOne($0, sql: "SELECT count(DISTINCT hour) FROM run") ?? 0 }
        #expect(try store.runCount() <= hours * 4 * 7)
        let tally = Traffic.tally(all)
        #expect(try store.flows() == tally.flows())
        #expect(try store.judged() == tally.judged())
        let compacted = try store.compact()
        #expect(compacted.after == hours)
        #expect(try store.runCount() == hours)
        #expect(try store.flows() == tally.flows())
        #expect(try store.summary().flows == UInt64(tally.flows().count))
        #expect(try store.compact().before == hours)
    }

    @Test("of one source are removed, and those of others are not")
    func sources() throws {
        var random = SeededGenerator()
        let store = try SQLiteCensus.inMemory()
        let tallies = (0..<2).map { _ in Traffic.tally((0..<200).map { _ in Traffic.randomObservation(&random) }) }
        try store.add(tallies[0], of: "one")
        try store.add(tallies[1], of: "two")
        try store.queue.write { try SQLiteCensus.empty(1, $0) }
        #expect(try store.flows() == tallies[1].flows())
    }

    @Test("of another store have its numbers of attributions changed when they are taken over")
    func attributions() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        let tally = Traffic.countedTally((0..<500).map { _ in Traffic.randomObservation(&random) })
        try SQLiteCensus(path: folder.store, access: .write).add(tally, of: "one")
        let store = try SQLiteCensus.inMemory()
        let first = Traffic.observation { $0.attribution = AttributionID(rawValue: 3) }
        try store.add(Traffic.tally([first]), of: "two")
        _ = try store.merge(folder.store)
        var merged = tally
        merged.merge(Traffic.tally([first]))
        #expect(try store.flows() == merged.flows())
        // Of the packets of the second store no coverage is kept.
        #expect(try store.findings().count == 1)
    }

    @Test("have pages enough for a filter to pass over most of them, and it reads what it asks for")
    func pages() throws {
        let store = try SQLiteCensus.inMemory()
        let packets = (0..<20_000 as Range<UInt32>).map { number in
            Traffic.observation {
                $0.origin = .v4(IPv4Address(rawValue: 0xC000_0000 | number / 100))
                $0.host = .v4(IPv4Address(rawValue: 0x0A00_0000 | number % 100))
            }
        }
        let tally = Traffic.tally(packets)
        try store.add(tally, of: "one")
        #expect(try store.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM page") } == 5)
        for number in [0, 40, 81, 199] as [UInt32] {
            var filter = FlowFilter(
                hours: HourRange(), origin: .v4(IPv4Address(rawValue: 0xC000_0000 | number)))
            #expect(try store.flows(filter) == tally.flows(filter))
            filter.hosts = .v4(IPv4Address(rawValue: 0x0A00_0007))...(.v4(IPv4Address(rawValue: 0x0A00_0009)))
            #expect(try store.flows(filter).count == 3)
            filter = FlowFilter(hours: HourRange())
            filter.start = packets[Int(number) * 100].tuple
            #expect(try store.flows(filter) == tally.flows(filter))
        }
        // Damage that no flow of the filter is near does not keep it from being read.
        try store.queue.write { try $0.execute(sql: "UPDATE page SET content = x'00' WHERE id & 1048575 = 4") }
        #expect(try store.flows(FlowFilter(hours: HourRange(), origin: packets[0].origin)).count == 100)
        #expect(throws: SQLiteCensusError.self) { try store.flows() }
    }
}

extension Observation {
    fileprivate var tuple: FlowTuple {
        FlowTuple(origin: origin, host: host, transport: transport, hostPort: hostPort, originPort: originPort)
    }
}
