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

    @Test("gives fragments the beginning of the datagrams that they belong to")
    func fragmentsOfDatagrams() throws {
        let answered = FlowScript(
            transport: .udp, hostPort: 53, originPort: 5_353,
            packets: [.origin(payload: 40, at: 3_590), .host(payload: 1_400, at: 3_591)])
        let flows = try fragments([.host(at: 3_600)], datagrams: answered)
        #expect(flows.map(\.grade) == [.served, .probed])
        #expect(flows.allSatisfy { $0.initiator == .fromOrigin })
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
