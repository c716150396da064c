import CensusModel
import FlowRuns
import GRDB
import HourlyRollup
import NetworkTypes
import Testing

@testable import SQLiteStore

@Suite("What exporters tell, in a store")
struct ExporterRowTests {
    private let exporters = [
        Exporter(.v4(IPv4Address(rawValue: 0xC0A8_0001))), Exporter(.v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | 9))),
        Exporter(program: "zeek"),
    ]

    private func tally() -> HourlyTally {
        var tally = HourlyTally(attributions: Traffic.attributions)
        tally.record(Traffic.observation())
        for (number, exporter) in exporters.enumerated() {
            var counters = DirectionCounters()
            (counters.packets, counters.bytes, counters.roles) = (UInt64(number), 500, .statement)
            (counters.first, counters.last) = (Timestamp(nanoseconds: 7), Timestamp(nanoseconds: 8))
            let packet = Traffic.observation()
            tally.record(
                LogObservation(
                    hour: Hour(index: 0), host: packet.host, origin: packet.origin, hostPort: packet.hostPort,
                    originPort: packet.originPort, transport: packet.transport, direction: .fromHost,
                    counters: counters, exporter: exporter, attribution: packet.attribution))
        }
        var coverage = Coverage()
        (coverage.seen, coverage.decoded, coverage.matched) = (1, 1, 1)
        var records = RecordCoverage()
        (records.seen, records.decoded, records.matched) = (9, 5, 1)
        (records.undecoded, records.notFlow) = (["without_template": 3], ["counters": 1])
        (records.remarked, records.lost) = (["long_record": 2], ["sequence": 4])
        for exporter in exporters { coverage.records[exporter] = records }
        tally.coverage = [Hour(index: 0): coverage]
        return tally
    }

    private func expectWhole(_ store: SQLiteCensus) throws {
        let tally = tally()
        #expect(try store.flows() == tally.flows())
        #expect(try store.flows().first?.reports.map(\.exporter) == [.packets] + exporters)
        #expect(try store.coverage(in: HourRange()) == tally.coverage)
        #expect(try store.findings() == [])
    }

    @Test("comes back as it was, flow by flow and counter by counter, and is sound")
    func roundTrip() throws {
        let store = try SQLiteCensus.inMemory()
        try store.add(tally(), of: "a")
        try expectWhole(store)
    }

    @Test("is merged, and replaced with its source")
    func merge() throws {
        let (other, folder) = (try StoreFolder(), try StoreFolder())
        try SQLiteCensus(path: other.store, access: .write).add(tally(), of: "a")
        let store = try SQLiteCensus(path: folder.store, access: .write)
        #expect(try store.merge(other.store).map(\.records) == [27])
        try expectWhole(store)
        #expect(try store.merge(other.store).map(\.result) == [.there(name: "a.pcap")])
        try expectWhole(store)
    }

    @Test("is pruned, and tells on who began")
    func prune() throws {
        let store = try SQLiteCensus.inMemory()
        try store.add(tally(), of: "a")
        _ = try store.prune(before: Hour(index: 1))
        #expect(try store.flows().isEmpty)
        var filter = FlowFilter(hours: HourRange())
        filter.includesPruned = true
        #expect(try store.flows(filter).first?.reports.count == 4)
    }

    @Test("stands in the summary, with the records of its source")
    func summary() throws {
        let store = try SQLiteCensus.inMemory()
        try store.add(tally(), of: "a")
        let summary = try store.summary()
        #expect(summary.exporters.map(\.name) == ["192.168.0.1", "2001:db8::9", "zeek"])
        #expect(summary.exporters.map(\.records.seen) == [9, 9, 9])
        #expect(summary.sources.map(\.records) == [27])
        #expect(try store.inputTotals().records == 27)
    }

    @Test("of flows that no end sent, or of which more is refused than was sent, is said to be unsound")
    func unsound() throws {
        let changes: [(inout RunRecord) -> Void] = [
            { ($0.fromHost, $0.fromOrigin) = (DirectionCounters(), DirectionCounters()) },
            { $0.fromHost.refusals = $0.fromHost.packets + 1 }, { $0.attribution = 99 },
        ]
        for change in changes {
            let store = try SQLiteCensus.inMemory()
            try store.add(tally(), of: "a")
            try store.changeRecords { if $0.exporter == Exporter(program: "zeek") { change(&$0) } }
            #expect(try store.findings().count == 1)
        }
    }
}
