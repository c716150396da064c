import CensusModel
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@Suite("Exporters")
struct ExporterTests {
    private static let attributions = [Attribution(threatClass: .c2, labels: ["zeus"])]
    private static let near = Exporter(.v4(IPv4Address(rawValue: 0xC0A8_0001)))
    private static let far = Exporter(.v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | 1)))
    private static let zeek = Exporter(program: "zeek")

    private func told(
        _ exporter: Exporter, _ direction: Observation.Direction = .fromHost, packets: UInt64, bytes: UInt64,
        second: Int64 = 1
    ) -> LogObservation {
        var counters = DirectionCounters()
        (counters.packets, counters.bytes) = (packets, bytes)
        counters.first = Timestamp(nanoseconds: second * Timestamp.nanosecondsPerSecond)
        counters.last = counters.first
        return LogObservation(
            hour: Hour(index: 0), host: Evidence.host(1), origin: Evidence.origin(1), hostPort: 50_000, originPort: 53,
            transport: .udp, direction: direction, counters: counters, exporter: exporter,
            attribution: AttributionID(rawValue: 0))
    }

    private func packet() -> Observation {
        Observation(
            time: Timestamp(nanoseconds: 5), host: Evidence.host(1), origin: Evidence.origin(1), hostPort: 50_000,
            originPort: 53, transport: .udp, direction: .fromHost, length: 100, payloadLength: 72, tcpFlags: [],
            roles: [], attribution: AttributionID(rawValue: 0))
    }

    private func flow(_ observations: [LogObservation], packets: [Observation] = []) throws -> FlowRecord {
        var tally = HourlyTally(attributions: Self.attributions)
        for observation in observations { tally.record(observation) }
        for packet in packets { tally.record(packet) }
        let flows = try tally.flows()
        #expect(flows.count == 1)
        return try #require(flows.first)
    }

    @Test("have names that tell devices from programs, and are in the order of their addresses")
    func names() throws {
        #expect(Self.near.name == "192.168.0.1" && Self.far.name == "2001:db8::1" && Self.zeek.name == "zeek")
        #expect(Exporter.packets.name.isEmpty && Exporter.packets.isPackets)
        #expect([Self.zeek, Self.far, Self.near, .packets].sorted() == [.packets, Self.near, Self.far, Self.zeek])
        #expect(Exporter(program: "a name far too long for it").name == "a name far too ")
        #expect(Self.near.address == .v4(IPv4Address(rawValue: 0xC0A8_0001)) && Self.zeek.address == nil)
        #expect(Exporter(.v6(IPv6Address(rawValue: 0xFFFF << 32 | 0xC0A8_0001))) == Self.near)
        #expect(!Exporter(.v6(IPv6Address(rawValue: 0))).isPackets)
    }

    @Test("keep their own counters, of which those with most packets are taken, for each end by itself")
    func most() throws {
        let flow = try flow([
            told(Self.near, packets: 3, bytes: 300), told(Self.far, packets: 4, bytes: 200),
            told(Self.near, .fromOrigin, packets: 7, bytes: 70), told(Self.far, .fromOrigin, packets: 6, bytes: 900),
            told(Self.near, packets: 2, bytes: 100),
        ])
        #expect(flow.fromHost.packets == 5 && flow.fromHost.bytes == 400)
        #expect(flow.fromOrigin.packets == 7 && flow.fromOrigin.bytes == 70)
        #expect(flow.reports.map(\.exporter) == [Self.near, Self.far])
    }

    @Test("that counted as many are taken by their address, and captures before them")
    func ties() throws {
        let flow = try flow([
            told(Self.zeek, packets: 1, bytes: 1), told(Self.far, packets: 1, bytes: 2),
            told(Self.near, packets: 1, bytes: 3),
        ])
        #expect(flow.fromHost.bytes == 3)
        let seen = try self.flow([told(Self.near, packets: 1, bytes: 3)], packets: [packet()])
        #expect(seen.fromHost.bytes == 100)
        let more = try self.flow([told(Self.near, packets: 2, bytes: 3)], packets: [packet()])
        #expect(more.fromHost.bytes == 3)
        let silent = try self.flow([
            told(Self.far, packets: 0, bytes: 0), told(Self.near, .fromOrigin, packets: 1, bytes: 9),
        ])
        #expect(silent.fromHost.hasSent && silent.fromHost.packets == 0)
    }

    @Test("give the same flow in whatever order and parts they come")
    func orderFree() throws {
        var random = SeededGenerator()
        for _ in 0..<50 {
            let observations = (0..<12).map { _ in
                told(
                    [Self.near, Self.far, Self.zeek].randomElement(using: &random) ?? Self.zeek,
                    Bool.random(using: &random) ? .fromHost : .fromOrigin, packets: .random(in: 0...3, using: &random),
                    bytes: .random(in: 0...9, using: &random), second: .random(in: 0...9, using: &random))
            }
            let packets = [packet()]
            let whole = try flow(observations, packets: packets)
            var sum = HourlyTally(attributions: Self.attributions)
            for part in observations.shuffled(using: &random) {
                var tally = HourlyTally(attributions: Self.attributions)
                tally.record(part)
                if Bool.random(using: &random) { sum.merge(tally) } else { sum.absorb(&tally) }
            }
            var seen = HourlyTally(attributions: Self.attributions)
            for packet in packets { seen.record(packet) }
            sum.merge(seen)
            #expect(try sum.flows() == [whole])
        }
    }
}

@Suite("Who began a flow of flow logs")
struct LogBeginningTests {
    private func decide(
        _ reports: [FlowReport], _ transport: TransportProtocol = .tcp, hostPort: UInt16 = 1_000
    ) throws -> String {
        let key = FlowKey(
            hour: Hour(index: 0), origin: Evidence.origin(1), host: Evidence.host(1), transport: transport,
            hostPort: hostPort, originPort: 40_000, threatClass: .c2)
        let records = reports.map {
            FlowRecord(key: key, fromHost: $0.fromHost, fromOrigin: $0.fromOrigin, exporter: $0.exporter)
        }
        var record = try #require(records.first)
        for other in records.dropFirst() { record.merge(other) }
        let beginning = Beginning(key.tuple, EvidenceWindow(TupleEvidence(record)), services: nil)
        return "\(beginning.rule) \(beginning.initiator == .fromHost ? "host" : "origin")"
    }

    private func report(
        _ number: UInt32, host: (Int64, UInt8)?, origin: (Int64, UInt8)?, stated: Observation.Direction? = nil
    ) -> FlowReport {
        let counters = { (end: (Int64, UInt8)?, isStated: Bool) in
            var counters = DirectionCounters()
            guard let end else { return counters }
            counters.packets = 1
            counters.first = Timestamp(nanoseconds: end.0)
            counters.last = counters.first
            counters.tcpFlags = TCPFlags(rawValue: UInt16(end.1))
            if isStated { counters.roles = .statement }
            return counters
        }
        return FlowReport(
            exporter: number == 0 ? .packets : Exporter(.v4(IPv4Address(rawValue: number))),
            fromHost: counters(host, stated == .fromHost), fromOrigin: counters(origin, stated == .fromOrigin))
    }

    @Test("is what a log states, and of two that disagree the host")
    func statement() throws {
        #expect(try decide([report(1, host: (5, 0x12), origin: (1, 0x02), stated: .fromOrigin)]) == "statement origin")
        #expect(
            try decide([
                report(1, host: (5, 0), origin: (1, 0), stated: .fromOrigin),
                report(2, host: (5, 0), origin: (1, 0), stated: .fromHost),
            ]) == "statement host")
    }

    @Test("is the earlier one of two that sent a SYN, by any difference, and by ports where both are at one time")
    func bothSYN() throws {
        #expect(try decide([report(1, host: (5, 0x12), origin: (6, 0x12))]) == "statement host")
        #expect(try decide([report(1, host: (7, 0x12), origin: (6, 0x12))]) == "statement origin")
        #expect(try decide([report(1, host: (6, 0x12), origin: (6, 0x12))]) == "middle origin")
        #expect(try decide([report(1, host: (5, 0x10), origin: (6, 0x12))]) == "middle origin")
    }

    @Test("is told by the packets themselves where these were sampled: a SYN of the origin's does not hide the host's")
    func sampledSYN() throws {
        let (syn, synAndACK) = (TCPFlags(header: 0x02).rawValue, TCPFlags(header: 0x12).rawValue)
        var early = report(1, host: (6, 0x02), origin: (5, 0x02))
        var late = report(1, host: (6, 0x12), origin: (5, 0x02))
        #expect(try decide([early]) == "statement origin")
        (early.fromHost.tcpFlags, early.fromOrigin.tcpFlags) = (TCPFlags(rawValue: syn), TCPFlags(rawValue: syn))
        (early.fromHost.roles, early.fromOrigin.roles) = (.opening, .opening)
        #expect(try decide([early]) == "handshake host")
        (late.fromHost.tcpFlags, late.fromOrigin.tcpFlags) = (TCPFlags(rawValue: synAndACK), TCPFlags(rawValue: syn))
        (late.fromHost.roles, late.fromOrigin.roles) = (.answer, .opening)
        #expect(try decide([late]) == "handshake origin")
    }

    @Test("is told by times of one exporter only, whose clock is its own")
    func clocks() throws {
        let far = 1_000_000 as Int64
        let oneEndEach = [report(1, host: (0, 0x12), origin: nil), report(2, host: nil, origin: (far, 0x12))]
        #expect(try decide(oneEndEach) == "middle origin")
        #expect(try decide(oneEndEach, .udp) == "doubt origin")
        #expect(try decide([report(1, host: (0, 0), origin: (far, 0))], .udp) == "time host")
        #expect(try decide([report(1, host: (far, 0), origin: (0, 0))], .udp) == "time origin")
        #expect(
            try decide([report(1, host: (0, 0), origin: (far, 0)), report(2, host: (far, 0), origin: (0, 0))], .udp)
                == "time origin")
        #expect(
            try decide([report(0, host: (0, 0), origin: (far, 0)), report(2, host: (far, 0), origin: (0, 0))], .udp)
                == "time host")
    }

    @Test("is told by the times of the three hours before, of each exporter")
    func hoursBefore() throws {
        let told = { (hour: Int32, report: FlowReport) in
            let key = FlowKey(
                hour: Hour(index: hour), origin: Evidence.origin(1), host: Evidence.host(1), transport: .tcp,
                hostPort: 1_000, originPort: 40_000, threatClass: .c2)
            return FlowRecord(
                key: key, fromHost: report.fromHost, fromOrigin: report.fromOrigin, exporter: report.exporter)
        }
        let hour = Hour.nanoseconds
        let flows = [
            told(0, report(1, host: (5, 0x02), origin: (6, 0x12))),
            told(2, report(1, host: (2 * hour, 0x10), origin: (2 * hour, 0x10))),
            told(4, report(1, host: (4 * hour, 0x10), origin: (4 * hour, 0x10))),
        ]
        var judged: [JudgedFlow] = []
        try FlowJudge(FlowList(flows)).forEachFlow(FlowFilter(hours: HourRange())) { judged.append($0) }
        #expect(judged.map(\.initiator) == [.fromHost, .fromHost, .fromOrigin])
    }
}

/// Flows in memory, in their order.
private struct FlowList: FlowSource {
    let flows: [FlowRecord]

    init(_ flows: [FlowRecord]) {
        self.flows = flows
    }

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        for flow in flows where filter.admits(flow.key) { try body(flow) }
    }

    func coverage(in hours: HourRange) -> [Hour: Coverage] { [:] }
}
