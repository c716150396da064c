import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

/// What reports of attacks told of hours and of flows that belong together.
@Suite("Looking back three hours")
struct LookingBackTests {
    private func grades(_ script: FlowScript) throws -> [Grade] { try script.judged().map(\.grade) }

    @Test("gives a connection one beginning, whoever sends first in an hour")
    func midstream() throws {
        let packets =
            hostHandshake + [
                .origin("PA", payload: 9, at: 3_610), .host("PA", payload: 9, at: 3_611),
                .origin("PA", payload: 9, at: 7_210), .host("PA", payload: 9, at: 7_211),
                .origin("PA", payload: 9, at: 10_810), .host("PA", payload: 9, at: 10_811),
            ]
        let script = FlowScript(hostPort: 2_000, packets: packets)
        #expect(try grades(script) == [.answered, .exchanged, .exchanged, .exchanged])
        #expect(try script.judged().map(\.initiator) == [.fromHost, .fromHost, .fromHost, .fromHost])
    }

    @Test("does not let a probe just before the hour make its answer a beginning")
    func probeBefore() throws {
        let script = FlowScript(
            transport: .udp, hostPort: 161, originPort: 40_000,
            packets: [.origin(payload: 9, at: 3_599), .host(payload: 9, at: 3_600)])
        #expect(try grades(script) == [.probed, .served])
    }

    @Test("ends after three hours")
    func four() throws {
        let script = { (second: Int64) in
            FlowScript(hostPort: 2_000, packets: [.host("S", at: 0), .host("A", at: second), .origin("A", at: second)])
        }
        #expect(try grades(script(14_399)) == [.attempted, .answered])
        #expect(try grades(script(14_400)) == [.attempted, .probed])
    }

    /// Datagrams and fragments of one pair of ends.
    private func fragments(_ packets: [Packet], datagrams: FlowScript) throws -> [JudgedFlow] {
        var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: [])])
        let script = FlowScript(transport: .udp, hostPort: 0, originPort: 0, packets: packets)
        for observation in script.observations() + datagrams.observations() { tally.record(observation) }
        return try tally.judged()
    }

    /// The first packets of both ends of a 5-tuple, in nanoseconds, each seen by an exporter; 0 for packets.
    private func beginners(
        _ tellings: [(direction: Observation.Direction, nanoseconds: Int64, exporter: UInt128)]
    ) throws -> [Observation.Direction] {
        var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: [])])
        for telling in tellings {
            var packet = FlowScript(transport: .udp, hostPort: 99, originPort: 99, packets: [.host(payload: 1)])
                .observations()[0]
            (packet.direction, packet.time) = (telling.direction, Timestamp(nanoseconds: telling.nanoseconds))
            guard telling.exporter > 0 else {
                tally.record(packet)
                continue
            }
            var counters = DirectionCounters()
            (counters.packets, counters.bytes, counters.payloadBytes) = (1, 41, 1)
            (counters.first, counters.last) = (packet.time, packet.time)
            tally.record(
                LogObservation(
                    hour: Hour(containing: packet.time), host: packet.host, origin: packet.origin, hostPort: 99,
                    originPort: 99, transport: .udp, direction: telling.direction, counters: counters,
                    exporter: Exporter(code: telling.exporter), attribution: packet.attribution))
        }
        return try tally.judged().map(\.initiator)
    }

    @Test(
        "compares times across the end of an hour, those of each exporter by themselves",
        arguments: [0, 1] as [UInt128])
    func acrossHours(exporter: UInt128) throws {
        let end = Hour.nanoseconds
        // Too near to tell: by the ports it is the origin.
        #expect(
            try beginners([(.fromHost, end - 5_000, exporter), (.fromOrigin, end + 5_000, exporter)]).last
                == .fromOrigin)
        #expect(
            try beginners([(.fromHost, end - 5_000, exporter), (.fromOrigin, end + 5_001, exporter)]).last
                == .fromHost)
        // Another hour between them tells.
        #expect(
            try beginners([(.fromHost, end - 1, exporter), (.fromOrigin, 2 * end, exporter)]).last == .fromHost)
        // What another exporter saw in the hour before says nothing.
        #expect(
            try beginners([(.fromHost, end - 20_000, exporter + 1), (.fromOrigin, end + 5_000, exporter)]).last
                == .fromOrigin)
        // An origin that an exporter saw earlier counts more than a host that another one did, and packets more than both.
        #expect(
            try beginners([
                (.fromHost, end - 1, exporter), (.fromOrigin, end + 20_000, exporter),
                (.fromOrigin, end + 1, exporter + 1), (.fromHost, end + 20_002, exporter + 1),
            ]).last == (exporter == 0 ? .fromHost : .fromOrigin))
    }

    @Test("gives fragments the beginning of the datagrams that they belong to")
    func fragmentsOfDatagrams() throws {
        let answered = FlowScript(
            transport: .udp, hostPort: 53, originPort: 5_353,
            packets: [.origin(payload: 40, at: 3_590), .host(payload: 1_400, at: 3_591)])
        let flows = try fragments([.host(at: 3_600)], datagrams: answered)
        #expect(flows.map(\.grade) == [.served, .probed])
        #expect(flows.allSatisfy { $0.initiator == .fromOrigin })
    }

    @Test("looks for what fragments belong to in all that hours before have, where memory does not hold it at once")
    func fragmentsOfMany() throws {
        var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: [])])
        var scripts = (1_000..<18_000).map { port in
            FlowScript(transport: .udp, hostPort: port, originPort: 99, packets: [.origin(payload: 1)])
        }
        scripts.append(FlowScript(transport: .udp, hostPort: 40_000, originPort: 99, packets: [.host(payload: 1)]))
        scripts.append(
            FlowScript(transport: .udp, hostPort: 0, originPort: 0, packets: [.origin(at: 3_600), .host(at: 3_601)]))
        for observation in scripts.flatMap({ $0.observations() }) { tally.record(observation) }
        // A flow behind them, at which reading a part of the hour ends.
        var other = FlowScript(packets: [.host("S", at: 3_600)]).observations()[0]
        other.origin = .v4(IPv4Address(rawValue: 0xC000_0202))
        tally.record(other)
        let flows = try tally.judged()
        #expect(flows.last { $0.key.hostPort == 0 }?.initiator == .fromHost)
        #expect(try tally.judged(JudgingRules(memory: 0)) == flows)
    }

    @Test("takes the host for who began fragments where it began one of the flows in which it sent payload")
    func severalFlows() throws {
        var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: [])])
        let scripts = [
            FlowScript(transport: .udp, hostPort: 0, originPort: 0, packets: [.host()]),
            FlowScript(
                transport: .udp, hostPort: 53, originPort: 5_353, packets: [.origin(payload: 1), .host(payload: 1)]),
            FlowScript(transport: .udp, hostPort: 40_000, originPort: 99, packets: [.host(payload: 1)]),
        ]
        for observation in scripts.flatMap({ $0.observations() }) { tally.record(observation) }
        let flows = try tally.judged()
        // Fragments come behind the flows that tell of them.
        #expect(flows.map(\.key.hostPort) == [53, 40_000, 0])
        #expect(flows.map(\.grade) == [.served, .attempted, .attempted])
    }
}
