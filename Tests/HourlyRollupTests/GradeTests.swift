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

    init(
        _ name: String, _ transport: TransportProtocol, _ packets: [Packet], by initiator: Observation.Direction,
        _ grade: Grade
    ) {
        let hasPorts = transport == .tcp || transport == .udp
        testDescription = name
        script = FlowScript(
            transport: transport, hostPort: hasPorts ? 50_000 : 0, originPort: hasPorts ? 443 : 0, packets: packets)
        self.initiator = initiator
        self.grade = grade
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
            let flow = try example.script.flow(backwards: backwards)
            #expect(flow.initiator == example.initiator)
            #expect(flow.grade == example.grade)
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
        GradeCase("the origin's SYN+ACK only, as one-way capture sees it", [.origin("SA")], by: .fromHost, .answered),
        GradeCase("SYN with data", [.host("S", payload: 9), .origin("SA")], by: .fromHost, .answered),
    ]

    @Test("of a connection that the host opens rests on what the origin answers", arguments: openedByHost)
    private func hostOpens(example: GradeCase) throws { try check(example) }

    private static let openedByOrigin: [GradeCase] = [
        GradeCase("SYN only", [.origin("S")], by: .fromOrigin, .probed),
        GradeCase("SYN refused by RST", [.origin("S"), .host("RA")], by: .fromOrigin, .probed),
        GradeCase("half-open scan", [.origin("S"), .host("SA"), .origin("R")], by: .fromOrigin, .probed),
        GradeCase("connect scan", originHandshake + [.origin("FA"), .host("FA")], by: .fromOrigin, .probed),
        GradeCase("payload in only", originHandshake + [.origin("PA", payload: 9)], by: .fromOrigin, .probed),
        GradeCase("banner out only", originHandshake + [.host("PA", payload: 9)], by: .fromOrigin, .probed),
        GradeCase(
            "payload both ways", originHandshake + [.origin("PA", payload: 1), .host("PA", payload: 1)],
            by: .fromOrigin, .intruded),
        GradeCase(
            "payload both ways, the SYN not seen",
            [.host("SA"), .origin("A"), .host("PA", payload: 1), .origin("PA", payload: 1)], by: .fromOrigin, .intruded),
    ]

    @Test("of a connection that the origin opens is a probe, or an intrusion", arguments: openedByOrigin)
    private func originOpens(example: GradeCase) throws { try check(example) }

    private static let refusals: [GradeCase] = [
        GradeCase("RST only", [.host("R"), .host("RA")], by: .fromOrigin, .probed),
        GradeCase("SYN+ACK only, backscatter", [.host("SA"), .host("SA")], by: .fromOrigin, .probed),
        GradeCase("SYN+ACK and RST", [.host("SA"), .host("R")], by: .fromOrigin, .probed),
        GradeCase("RST before a late packet", [.host("R"), .origin("A", payload: 9)], by: .fromOrigin, .probed),
        GradeCase("RST to backscatter", [.origin("SA"), .host("R")], by: .fromOrigin, .probed),
        GradeCase("ICMP unreachable only", .icmp, [.host(isICMPError: true)], by: .fromOrigin, .probed),
        GradeCase("ICMPv6 unreachable only", .icmpv6, [.host(isICMPError: true)], by: .fromOrigin, .probed),
        GradeCase(
            "ICMP unreachable to a ping", .icmp, [.origin(), .host(isICMPError: true)], by: .fromOrigin, .probed),
    ]

    @Test("of a host that only refuses or answers is a probe", arguments: refusals)
    private func hostRefuses(example: GradeCase) throws { try check(example) }

    private static let pings: [GradeCase] = [
        GradeCase("host, no reply", .icmp, [.host(), .host()], by: .fromHost, .attempted),
        GradeCase("host, reply", .icmp, [.host(), .origin()], by: .fromHost, .answered),
        GradeCase("host, reply, IPv6", .icmpv6, [.host(), .origin()], by: .fromHost, .answered),
        GradeCase("host, unreachable", .icmp, [.host(), .origin(isICMPError: true)], by: .fromHost, .attempted),
        GradeCase("origin, no reply", .icmp, [.origin()], by: .fromOrigin, .probed),
        GradeCase("origin, reply", .icmp, [.origin(), .host()], by: .fromOrigin, .probed),
        GradeCase("unreachable from the origin only", .icmp, [.origin(isICMPError: true)], by: .fromOrigin, .probed),
        GradeCase(
            "origin, after an older error of the host", .icmp, [.host(isICMPError: true), .origin(), .host()],
            by: .fromOrigin, .probed),
        GradeCase(
            "host, after an older error of the origin", .icmp, [.origin(isICMPError: true), .host(), .origin()],
            by: .fromHost, .answered),
    ]

    @Test("of a ping rests on who pinged first, errors left aside", arguments: pings)
    private func eitherPings(example: GradeCase) throws { try check(example) }

    private static let datagrams: [GradeCase] = [
        GradeCase("host only", .udp, [.host(payload: 9), .host(payload: 9)], by: .fromHost, .attempted),
        GradeCase("host, reply", .udp, [.host(payload: 9), .origin(payload: 1)], by: .fromHost, .exchanged),
        GradeCase("host, empty reply", .udp, [.host(payload: 9), .origin()], by: .fromHost, .answered),
        GradeCase("host, empty, reply", .udp, [.host(), .origin(payload: 9)], by: .fromHost, .answered),
        GradeCase("origin only", .udp, [.origin(payload: 9)], by: .fromOrigin, .probed),
        GradeCase("origin, reply", .udp, [.origin(payload: 9), .host(payload: 1)], by: .fromOrigin, .intruded),
        GradeCase("origin, empty reply", .udp, [.origin(payload: 9), .host()], by: .fromOrigin, .probed),
    ]

    @Test("of datagrams rests on the first and on payload both ways", arguments: datagrams)
    private func eitherSends(example: GradeCase) throws { try check(example) }

    private static let midStream: [GradeCase] = [
        GradeCase(
            "host first, both ways", [.host("PA", payload: 1), .origin("PA", payload: 1)], by: .fromHost, .exchanged),
        GradeCase(
            "origin first, both ways", [.origin("PA", payload: 1), .host("PA", payload: 1)], by: .fromOrigin,
            .intruded),
        GradeCase("host first, one way", [.host("PA", payload: 1), .origin("A")], by: .fromHost, .answered),
        GradeCase("origin first, one way", [.origin("PA", payload: 1), .host("A")], by: .fromOrigin, .probed),
        GradeCase("host alone", [.host("PA", payload: 1)], by: .fromHost, .attempted),
        GradeCase("origin alone", [.origin("PA", payload: 1)], by: .fromOrigin, .probed),
        GradeCase(
            "handshake after older packets of the origin",
            [.origin("PA", payload: 1)] + hostHandshake + [.host("PA", payload: 1)], by: .fromHost, .exchanged),
        GradeCase("both opened, host first", [.host("S"), .origin("S")], by: .fromHost, .answered),
        GradeCase("both opened, origin first", [.origin("S"), .host("S")], by: .fromOrigin, .probed),
    ]

    @Test("of a connection seen from the middle rests on the earliest packet", arguments: midStream)
    private func handshakeUnseen(example: GradeCase) throws { try check(example) }

    @Test(
        "at equal times rests on the higher port, and at equal ports takes the origin for the initiator",
        arguments: [
            (50_000, 443, .exchanged), (443, 50_000, .intruded), (444, 443, .exchanged), (443, 443, .intruded),
            (0, 0, .intruded),
        ] as [(UInt16, UInt16, Grade)])
    func equalTimes(hostPort: UInt16, originPort: UInt16, grade: Grade) throws {
        let script = FlowScript(
            transport: .udp, hostPort: hostPort, originPort: originPort,
            packets: [.host(payload: 1, at: 7), .origin(payload: 1, at: 7)])
        #expect(try script.flow().grade == grade)
        #expect(try script.flow(backwards: true).grade == grade)
    }

    @Test("has a word, which is read in any case, and an order from the weakest")
    func names() {
        #expect(Grade.allCases.map(\.name) == ["probed", "attempted", "answered", "exchanged", "intruded"])
        for grade in Grade.allCases { #expect(Grade(name: grade.name.uppercased()) == grade) }
        #expect(Grade(name: "affected") == nil && Grade(name: "") == nil)
        #expect(Grade.allCases.shuffled().sorted() == Grade.allCases)
    }
}
