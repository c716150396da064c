import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

/// What a flow must be graded as.
private struct GradeCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let script: FlowScript
    let initiator: Observation.Direction
    let grade: Grade

    init(_ name: String, _ script: FlowScript, by initiator: Observation.Direction, _ grade: Grade) {
        (testDescription, self.script, self.initiator, self.grade) = (name, script, initiator, grade)
    }

    init(
        _ name: String, _ transport: TransportProtocol, _ packets: [Packet], by initiator: Observation.Direction,
        _ grade: Grade
    ) {
        let script = FlowScript(
            transport: transport, hostPort: transport.hasPorts ? 50_000 : 0,
            originPort: transport.hasPorts ? 443 : 0, packets: packets)
        self.init(name, script, by: initiator, grade)
    }

    /// A TCP flow.
    init(_ name: String, _ packets: [Packet], by initiator: Observation.Direction, _ grade: Grade) {
        self.init(name, .tcp, packets, by: initiator, grade)
    }
}

@Suite("Grade")
struct GradeTests {
    private func check(_ example: GradeCase) throws {
        for backwards in [false, true] {
            let flows = try example.script.judged(backwards: backwards)
            #expect(flows.last?.initiator == example.initiator)
            #expect(flows.last?.grade == example.grade)
        }
    }

    private static let openedByHost: [GradeCase] = [
        GradeCase("SYN only", [.host("S"), .host("S"), .host("S")], by: .fromHost, .attempted),
        GradeCase("SYN refused by RST", [.host("S"), .origin("RA")], by: .fromHost, .answered),
        GradeCase("handshake only", hostHandshake, by: .fromHost, .answered),
        GradeCase("handshake broken off", [.host("S"), .origin("SA"), .host("R")], by: .fromHost, .answered),
        GradeCase("request without reply", hostHandshake + [.host("PA", payload: 9)], by: .fromHost, .answered),
        GradeCase("banner only", hostHandshake + [.origin("PA", payload: 9)], by: .fromHost, .answered),
        GradeCase(
            "request and reply", hostHandshake + [.host("PA", payload: 1), .origin("PA", payload: 1)], by: .fromHost,
            .exchanged),
        GradeCase(
            "banner before request", hostHandshake + [.origin("PA", payload: 1), .host("PA", payload: 1)],
            by: .fromHost, .exchanged),
        GradeCase("SYN with data", [.host("S", payload: 9), .origin("SA")], by: .fromHost, .answered),
        GradeCase("SYN after the origin's", [.origin("S"), .host("S")], by: .fromHost, .answered),
        GradeCase("SYN+ACK of the host besides", [.host("SA"), .origin("A"), .host("S")], by: .fromHost, .answered),
        GradeCase("INIT", .sctp, [.origin(payload: 1), .host(roles: [.opening])], by: .fromHost, .answered),
    ]

    @Test("of a connection that the host opens rests on what the origin sends", arguments: openedByHost)
    private func hostOpens(example: GradeCase) throws { try check(example) }

    private static let both: [Packet] = [.origin("PA", payload: 1), .host("PA", payload: 1)]

    private static let openedByOrigin: [GradeCase] = [
        GradeCase("SYN only", [.origin("S")], by: .fromOrigin, .probed),
        GradeCase("SYN refused by RST", [.origin("S"), .host("RA")], by: .fromOrigin, .probed),
        GradeCase("half-open scan", [.origin("S"), .host("SA"), .origin("R")], by: .fromOrigin, .probed),
        GradeCase("connect scan", originHandshake + [.origin("FA"), .host("FA")], by: .fromOrigin, .probed),
        GradeCase("payload in only", originHandshake + [.origin("PA", payload: 9)], by: .fromOrigin, .probed),
        GradeCase("banner out only", originHandshake + [.host("PA", payload: 9)], by: .fromOrigin, .served),
        GradeCase("payload both ways", originHandshake + both, by: .fromOrigin, .served),
        GradeCase("the SYN not seen", [.host("SA"), .origin("A")] + both, by: .fromHost, .exchanged),
        GradeCase(
            "the SYN not seen, to a service",
            FlowScript(hostPort: 443, originPort: 50_000, packets: [.host("SA"), .origin("A")] + both),
            by: .fromOrigin, .served),
        GradeCase("INIT-ACK", .sctp, [.host(roles: [.answer, .refusal])], by: .fromOrigin, .probed),
        GradeCase("SYN+ACK with payload", [.host("SA", payload: 1)], by: .fromHost, .attempted),
    ]

    @Test("of a connection that the origin opens rests on what the host sends", arguments: openedByOrigin)
    private func originOpens(example: GradeCase) throws { try check(example) }

    private static func entry(
        _ name: String, _ threatClass: ThreatClass, _ grade: Grade, services: String? = nil,
        over transport: TransportProtocol = .tcp, packets: [Packet] = originHandshake + both
    ) -> GradeCase {
        let script = FlowScript(
            transport: transport, hostPort: 22, originPort: 50_000, threatClass: threatClass, services: services,
            packets: packets)
        return GradeCase(name, script, by: .fromOrigin, grade)
    }

    private static let entries: [GradeCase] = [
        entry("a back door", .backdoor, .intruded),
        entry("a back door on a service", .backdoor, .intruded, services: "tcp/22"),
        entry("a service", .c2, .served, services: "tcp/443 tcp/22"),
        entry("no service of those stated", .c2, .intruded, services: "tcp/443 udp/22"),
        entry("nothing stated", .c2, .served),
        entry("a back door that only takes", .backdoor, .probed, packets: originHandshake + [both[0]]),
        entry("a back door that only gives", .backdoor, .served, packets: originHandshake + [both[1]]),
        entry("a back door, seen from the middle", .backdoor, .served, packets: both),
        entry(
            "a back door over UDP", .backdoor, .served, over: .udp, packets: [.origin(payload: 1), .host(payload: 1)]),
        entry(
            "a back door over SCTP", .backdoor, .intruded, over: .sctp,
            packets: [.origin(roles: .opening), .origin(payload: 1), .host(payload: 1)]),
    ]

    @Test("is 'intruded' for a connection to a back door, by class or by the inventory", arguments: entries)
    private func intruded(example: GradeCase) throws { try check(example) }

    private static let refusals: [GradeCase] = [
        GradeCase("RST only", [.host("R"), .host("RA")], by: .fromOrigin, .probed),
        GradeCase("RST with payload", [.host("R", payload: 500)], by: .fromHost, .attempted),
        GradeCase("SYN+ACK only, backscatter", [.host("SA"), .host("SA")], by: .fromOrigin, .probed),
        GradeCase("SYN+ACK and RST", [.host("SA"), .host("R")], by: .fromOrigin, .probed),
        GradeCase("RST before a late packet", [.host("R"), .origin("A", payload: 9)], by: .fromOrigin, .probed),
        GradeCase("RST to backscatter", [.origin("SA"), .host("R")], by: .fromOrigin, .probed),
        GradeCase("ICMP unreachable only", .icmp, [.host(roles: .refusal)], by: .fromOrigin, .probed),
        GradeCase("ICMPv6 unreachable only", .icmpv6, [.host(roles: .refusal)], by: .fromOrigin, .probed),
        GradeCase("SCTP ABORT only", .sctp, [.host(roles: .refusal)], by: .fromOrigin, .probed),
        GradeCase("an error that is none", .icmp, [.host()], by: .fromHost, .attempted),
    ]

    @Test("of a host that only refuses or answers is a probe", arguments: refusals)
    private func hostRefuses(example: GradeCase) throws { try check(example) }

    private static let silentHosts: [GradeCase] = [
        GradeCase("SYN+ACK to a dark address", [.origin("SA")], by: .fromOrigin, .probed),
        GradeCase("data to a dark address", [.origin("PA", payload: 9)], by: .fromOrigin, .probed),
        GradeCase("datagrams", .udp, [.origin(payload: 9)], by: .fromOrigin, .probed),
        GradeCase("a reply", .icmp, [.origin(roles: [.answer, .refusal])], by: .fromOrigin, .probed),
        GradeCase(
            "in the hour, after its own SYN in the one before", [.host("S", at: 10), .origin("SA", at: 3_601)],
            by: .fromHost, .probed),
    ]

    @Test("of a host that sent nothing in the hour is a probe, whatever arrived", arguments: silentHosts)
    private func hostIsSilent(example: GradeCase) throws { try check(example) }

    private static func oneWay(
        _ name: String, _ packets: [Packet], _ grade: Grade, over transport: TransportProtocol = .tcp
    ) -> GradeCase {
        let script = FlowScript(transport: transport, seesOneWay: true, packets: packets)
        return GradeCase(name, script, by: grade == .probed ? .fromOrigin : .fromHost, grade)
    }

    private static let oneWayCases: [GradeCase] = [
        oneWay("SYN+ACK", [.origin("SA")], .answered),
        oneWay("SYN+ACK three hours before", [.origin("SA", at: 0), .origin("PA", payload: 5, at: 10_801)], .answered),
        oneWay("SYN+ACK four hours before", [.origin("SA", at: 0), .origin("PA", payload: 5, at: 14_400)], .probed),
        oneWay("data alone", [.origin("PA", payload: 9)], .probed),
        oneWay("a reply", [.origin(roles: [.answer, .refusal])], .answered, over: .icmp),
        oneWay("an error", [.origin(roles: .refusal)], .probed, over: .icmp),
        oneWay("INIT-ACK", [.origin(roles: [.answer, .refusal])], .answered, over: .sctp),
        oneWay("both ways seen", [.origin("SA"), .host("R")], .probed),
    ]

    @Test("of sensors that see one way is 'answered' for an origin that answered a host", arguments: oneWayCases)
    private func oneWay(example: GradeCase) throws { try check(example) }

    private static let pings: [GradeCase] = [
        GradeCase("host, no reply", .icmp, [.host(roles: .opening)], by: .fromHost, .attempted),
        GradeCase(
            "host, reply", .icmp, [.host(roles: .opening), .origin(roles: [.answer, .refusal])], by: .fromHost,
            .answered),
        GradeCase(
            "host, unreachable", .icmp, [.host(roles: .opening), .origin(roles: .refusal)], by: .fromHost, .answered),
        GradeCase("origin, no reply", .icmp, [.origin(roles: .opening)], by: .fromOrigin, .probed),
        GradeCase(
            "origin, reply", .icmp, [.origin(roles: .opening), .host(roles: [.answer, .refusal])], by: .fromOrigin,
            .probed),
        GradeCase(
            "both", .icmp, [.origin(roles: .opening), .host(roles: [.answer, .refusal]), .host(roles: .opening)],
            by: .fromHost, .answered),
        GradeCase("a reply of the host alone", .icmp, [.host(roles: [.answer, .refusal])], by: .fromOrigin, .probed),
    ]

    @Test("of a ping rests on who asked", arguments: pings)
    private func eitherPings(example: GradeCase) throws { try check(example) }

    private static let datagrams: [GradeCase] = [
        GradeCase("host only", .udp, [.host(payload: 9), .host(payload: 9)], by: .fromHost, .attempted),
        GradeCase("host, reply", .udp, [.host(payload: 9), .origin(payload: 1)], by: .fromHost, .exchanged),
        GradeCase("host, empty reply", .udp, [.host(payload: 9), .origin()], by: .fromHost, .answered),
        GradeCase("host, empty, reply", .udp, [.host(), .origin(payload: 9)], by: .fromHost, .answered),
        GradeCase("origin only", .udp, [.origin(payload: 9)], by: .fromOrigin, .probed),
        GradeCase("origin, reply", .udp, [.origin(payload: 9), .host(payload: 1)], by: .fromOrigin, .served),
        GradeCase("origin, empty reply", .udp, [.origin(payload: 9), .host()], by: .fromOrigin, .probed),
    ]

    @Test("of datagrams rests on the first", arguments: datagrams)
    private func eitherSends(example: GradeCase) throws { try check(example) }

    @Test("has a word, which is read in any case, and an order from the weakest")
    func names() {
        #expect(Grade.allCases.map(\.name) == ["probed", "served", "attempted", "answered", "exchanged", "intruded"])
        for grade in Grade.allCases { #expect(Grade(name: grade.name.uppercased()) == grade) }
        #expect(Grade(name: "affected") == nil && Grade(name: "") == nil)
        #expect(Grade.allCases.shuffled().sorted() == Grade.allCases)
    }
}
