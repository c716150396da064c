import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

@Suite("Who began a flow")
struct BeginningTests {
    private typealias Facts = TupleEvidence.Facts

    private func tuple(
        _ transport: TransportProtocol = .udp, host: UInt16 = 40_000, origin: UInt16 = 40_000
    ) -> FlowTuple {
        FlowTuple(
            origin: Evidence.origin(1), host: Evidence.host(1), transport: transport, hostPort: host, originPort: origin
        )
    }

    private func decide(
        _ tuple: FlowTuple, _ facts: Facts, host: Int64 = .max, origin: Int64 = .max, reachesOldestHour: Bool = false,
        services: String? = nil
    ) throws -> String {
        var evidence = TupleEvidence()
        (evidence.facts, evidence.hostFirst, evidence.originFirst) = (facts, host, origin)
        let stated = try services.map { try ServiceSet(parsing: $0) }
        let beginning = Beginning(
            tuple, EvidenceWindow(evidence, reachesOldestHour: reachesOldestHour), services: stated)
        return "\(beginning.rule) \(beginning.initiator == .fromHost ? "host" : "origin")"
    }

    private let sent: Facts = [.hostSent, .hostContact, .originSent]

    @Test("is first what a flow log states, and of statements that disagree the host's")
    func statement() throws {
        #expect(try decide(tuple(), [.originStated, .hostOpened]) == "statement origin")
        #expect(try decide(tuple(), [.originStated, .hostStated, .originOpened]) == "statement host")
        #expect(try decide(tuple(host: 0, origin: 0), [.originStated, .hostStated]) == "refusals origin")
    }

    @Test("is then told by openings, of which the host's counts whatever else was sent, and by answers of the host")
    func handshake() throws {
        #expect(try decide(tuple(), sent.union([.hostOpened, .originOpened, .hostAnswered])) == "handshake host")
        #expect(try decide(tuple(), sent.union([.originOpened])) == "handshake origin")
        #expect(try decide(tuple(), [.hostSent, .hostAnswered, .originSent]) == "handshake origin")
        #expect(try decide(tuple(), [.hostSent, .hostContact, .hostAnswered]) == "handshake origin")
        #expect(try decide(tuple(.tcp), sent.union(.hostAnswered)) == "middle origin")
        #expect(try decide(tuple(host: 0, origin: 0), [.hostSent, .hostContact, .hostOpened]) == "silence host")
    }

    @Test("is the origin for a host that sent refusals, or nothing")
    func refusals() throws {
        #expect(try decide(tuple(), [.hostSent, .originSent]) == "refusals origin")
        #expect(try decide(tuple(), [.originSent]) == "refusals origin")
        #expect(try decide(tuple(), [.hostSent]) == "refusals origin")
    }

    @Test(
        "of TCP seen from the middle is the host only from a caller's port to a server's or a named one",
        arguments: [
            (32_768, 32_767, false, "host"), (32_767, 80, false, "origin"), (32_768, 32_768, false, "origin"),
            (32_768, 32_768, true, "host"), (32_767, 443, true, "origin"), (65_535, 0, false, "host"),
        ])
    func middle(host: UInt16, origin: UInt16, named: Bool, initiator: String) throws {
        let facts = named ? sent.union(.portNamed) : sent
        #expect(
            try decide(tuple(.tcp, host: host, origin: origin), facts, host: 1, origin: 9_999_999)
                == "middle \(initiator)")
    }

    @Test(
        "of a host alone is the host, but for what looks like an answer",
        arguments: [
            (.udp, 1_023, 1_024, nil, "origin"), (.tcp, 1_023, 1_024, nil, "origin"), (.udp, 1_024, 1_024, nil, "host"),
            (.udp, 1_023, 1_023, nil, "host"), (.sctp, 1_023, 1_024, nil, "host"),
            (.udp, 5_000, 53, "udp/5000", "origin"),
            (.udp, 5_000, 53, "tcp/5000", "host"), (.tcp, 5_000, 53, "tcp/5000", "origin"),
            (.sctp, 5_000, 53, "sctp/5000", "origin"), (.icmp, 0, 0, "tcp/80", "host"), (.udp, 0, 0, nil, "host"),
        ] as [(TransportProtocol, UInt16, UInt16, String?, String)])
    func silence(
        transport: TransportProtocol, host: UInt16, origin: UInt16, services: String?, initiator: String
    ) throws {
        let tuple = tuple(transport, host: host, origin: origin)
        #expect(try decide(tuple, [.hostSent, .hostContact], services: services) == "silence \(initiator)")
    }

    @Test("of both is the end whose first packet is clearly earlier")
    func time() throws {
        #expect(try decide(tuple(), sent, host: 0, origin: 10_001) == "time host")
        #expect(try decide(tuple(), sent, host: 10_001, origin: 0) == "time origin")
        #expect(try decide(tuple(), sent, host: 0, origin: 10_000) == "doubt origin")
        #expect(try decide(tuple(), sent, host: 10_000, origin: 0) == "doubt origin")
        #expect(try decide(tuple(), sent, host: .min, origin: .max - 1) == "time host")
    }

    @Test("is not told by a host's first packet where the 5-tuple reaches back to the oldest hour")
    func oldestHour() throws {
        #expect(try decide(tuple(), sent, host: 0, origin: 20_000, reachesOldestHour: true) == "doubt origin")
        #expect(
            try decide(tuple(origin: 53), sent, host: 0, origin: 20_000, reachesOldestHour: true) == "doubt host")
        #expect(try decide(tuple(), sent, host: 20_000, origin: 0, reachesOldestHour: true) == "time origin")
    }

    @Test("is in doubt told by ports, where the protocol has them, and else the origin")
    func doubt() throws {
        #expect(try decide(tuple(.udp, origin: 53), sent, host: 0, origin: 0) == "doubt host")
        #expect(try decide(tuple(.sctp, origin: 53), sent, host: 0, origin: 0) == "doubt host")
        #expect(try decide(tuple(.udp), sent.union(.portNamed), host: 0, origin: 0) == "doubt host")
        #expect(try decide(tuple(.icmp, host: 0, origin: 0), sent, host: 0, origin: 0) == "doubt origin")
    }
}
