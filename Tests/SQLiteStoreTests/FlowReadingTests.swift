import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@Suite("Reading flows")
struct FlowReadingTests {
    private func store(_ observations: [Observation]) throws -> SQLiteCensus {
        let store = try SQLiteCensus.inMemory()
        try store.add(Traffic.tally(observations), of: "first")
        return store
    }

    @Test("merges the records of one flow that differ in labels alone")
    func labels() throws {
        let store = try store(
            [0, 1, 3, 0].map { number in Traffic.observation { $0.attribution = AttributionID(rawValue: number) } })
        let flows = try store.flows()
        #expect(flows.map(\.labels) == [["citadel", "spyeye", "zeus"]])
        #expect(flows.map(\.packets) == [4])
    }

    @Test("keeps the classes of one tuple apart, the worst first")
    func classes() throws {
        let store = try store(
            [2, 0, 1].map { number in Traffic.observation { $0.attribution = AttributionID(rawValue: number) } })
        let flows = try store.flows()
        #expect(flows.map(\.key.threatClass) == [.c2, .malware])
        #expect(flows.map(\.labels) == [["citadel", "zeus"], []])
        #expect(flows.map(\.packets) == [2, 1])
    }

    @Test("goes by hour, origin, host, protocol and ports, IPv4 before IPv6 and each numerically")
    func order() throws {
        let hours = [-Hour.nanoseconds, 0, Hour.nanoseconds].map { Timestamp(nanoseconds: $0) }
        let addresses = try ["9.255.255.255", "10.0.0.0", "200.0.0.1", "::", "::1", "2001:db8::1", "ffff::"].map(
            Traffic.address)
        var observations: [Observation] = []
        for hour in hours {
            for (origin, host) in addresses.flatMap({ origin in addresses.map { (origin, $0) } }) {
                for (transport, hostPort, originPort) in [
                    (.tcp, 9, 443), (.tcp, 10, 80), (.tcp, 10, 443), (.udp, 1, 1),
                ] as [(TransportProtocol, UInt16, UInt16)] {
                    observations.append(
                        Traffic.observation {
                            ($0.time, $0.origin, $0.host, $0.transport) = (hour, origin, host, transport)
                            ($0.hostPort, $0.originPort) = (hostPort, originPort)
                        })
                }
            }
        }
        let expected = try observations.flatMap { try Traffic.tally([$0]).flows().map(\.key) }
        #expect(try Traffic.tally(observations.shuffled()).flows().map(\.key) == expected)
        #expect(try store(observations.shuffled()).flows().map(\.key) == expected)
    }

    @Test("hands out what the filter names: hours, origins, hosts, and all of them together")
    func filters() throws {
        var random = SeededGenerator()
        let store = try store((0..<400).map { _ in Traffic.randomObservation(&random) })
        let all = try store.flows()
        let (origin, host) = (try Traffic.address("2001:db8::1"), try Traffic.address("fd00::1"))
        let range = HourRange(from: Timestamp(nanoseconds: -Hour.nanoseconds), to: Timestamp(nanoseconds: 0))
        var spans = FlowFilter(hours: HourRange())
        // From an address of IPv4 to one of IPv6.
        (spans.origins, spans.hosts) = (
            try Traffic.address("192.0.2.1")...origin, try Traffic.address("0.0.0.0")...host
        )
        for filter in [
            spans, FlowFilter(hours: range), FlowFilter(hours: HourRange(from: Timestamp(nanoseconds: 0))),
            FlowFilter(hours: HourRange(to: Timestamp(nanoseconds: 0))), FlowFilter(hours: HourRange(), origin: origin),
            FlowFilter(hours: HourRange(), host: host), FlowFilter(hours: range, origin: origin, host: host),
            FlowFilter(hours: HourRange(), origin: host),
        ] {
            let expected = all.filter { flow in
                filter.hours.contains(flow.key.hour) && filter.origins?.contains(flow.key.origin) ?? true
                    && filter.hosts?.contains(flow.key.host) ?? true
            }
            #expect(try store.flows(filter) == expected)
            #expect(expected.isEmpty == (filter.origins == host...host))
        }
    }

    @Test("gives what a tally in memory gives, without a store")
    func inMemory() throws {
        var random = SeededGenerator()
        for _ in 0..<10 {
            let tally = Traffic.tally((0..<500).map { _ in Traffic.randomObservation(&random) })
            let store = try SQLiteCensus.inMemory()
            try store.add(tally, of: "first")
            let filter = FlowFilter(
                hours: HourRange(from: Timestamp(nanoseconds: 0)), origin: try Traffic.address("192.0.2.1"))
            #expect(try store.flows() == tally.flows())
            #expect(try store.flows(filter) == tally.flows(filter))
        }
    }

    private struct Stop: Error {}

    @Test("ends with the error of the one who is handed the flows")
    func bodyThrows() throws {
        let store = try store([Traffic.observation(), Traffic.observation { $0.hostPort = 1 }])
        var count = 0
        #expect(throws: Stop.self) {
            try store.forEachFlow(FlowFilter(hours: HourRange())) { _ in
                count += 1
                throw Stop()
            }
        }
        #expect(count == 1)
        #expect(try store.flows().count == 2)
    }
}
