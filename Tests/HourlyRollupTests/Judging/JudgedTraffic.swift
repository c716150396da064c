import CensusModel
import HourlyRollup
import NetworkTypes
import TrafficSimulation

/// Draws packets that reach every rule: few ends, telling ports, all kinds of packets, over eight hours.
struct JudgedTraffic {
    static let attributions = [
        Attribution(threatClass: .c2, labels: ["zeus"]),
        Attribution(threatClass: .c2, labels: ["zeus"], matchesPort: true),
        Attribution(threatClass: .backdoor, labels: []), Attribution(threatClass: .scanner, labels: ["scan"]),
    ]

    /// How many hosts and how many ports there are to draw from.
    var hosts: UInt32 = 3
    var ports: [UInt16] = [53, 1_023, 1_024, 5_000, 32_767, 32_768, 50_000]
    var hours: ClosedRange<Int64> = 0...7

    /// The packets of one 5-tuple, in a few hours.
    func conversation(_ random: inout SeededGenerator) -> [Observation] {
        let transports: [TransportProtocol] = [
            .tcp, .tcp, .tcp, .udp, .udp, .icmp, .sctp, TransportProtocol(rawValue: 47),
        ]
        let transport = transports.randomElement(using: &random) ?? .tcp
        let areFragments = transport.hasPorts && Int.random(in: 0..<6, using: &random) == 0
        let (host, origin) = ends(&random)
        let port = { (random: inout SeededGenerator) in
            transport.hasPorts && !areFragments ? ports.randomElement(using: &random) ?? 1 : 0
        }
        let (hostPort, originPort) = (port(&random), port(&random))
        // Ends that only send, only refuse, or never open are what most rules are about.
        let attribution = UInt32.random(in: 0..<4, using: &random)
        let kinds = (Int.random(in: 0..<6, using: &random), Int.random(in: 0..<6, using: &random))
        return entry(transport, host, origin, hostPort, originPort, attribution, &random)
            + (0..<Int.random(in: 1...6, using: &random)).compactMap { _ in
                let isFromHost = Bool.random(using: &random)
                let kind = isFromHost ? kinds.0 : kinds.1
                guard kind > 0 else { return nil }
                var packet = Observation(
                    time: time(&random), host: host, origin: origin, hostPort: hostPort, originPort: originPort,
                    transport: transport, direction: isFromHost ? .fromHost : .fromOrigin,
                    length: .random(in: 60...1_500, using: &random), payloadLength: 0, tcpFlags: [], roles: [],
                    attribution: AttributionID(
                        rawValue: Int.random(in: 0..<8, using: &random) > 0
                            ? attribution : .random(in: 0..<4, using: &random)))
                fill(&packet, kind: kind, areFragments: areFragments, &random)
                return packet
            }
    }

    /// At times a connection that the origin opens and both use.
    private func entry(
        _ transport: TransportProtocol, _ host: IPAddress, _ origin: IPAddress, _ hostPort: UInt16,
        _ originPort: UInt16, _ attribution: UInt32, _ random: inout SeededGenerator
    ) -> [Observation] {
        guard transport == .tcp || transport == .sctp, hostPort > 0, Int.random(in: 0..<5, using: &random) == 0 else {
            return []
        }
        let time = time(&random)
        return [(Observation.Direction.fromOrigin, UInt32(0)), (.fromOrigin, 9), (.fromHost, 9)].map {
            direction, payload in
            let flags: TCPFlags = transport == .sctp ? [] : TCPFlags(header: payload == 0 ? 0x02 : 0x18)
            return Observation(
                time: time, host: host, origin: origin, hostPort: hostPort, originPort: originPort,
                transport: transport, direction: direction, length: 100, payloadLength: payload, tcpFlags: flags,
                roles: payload == 0 ? .opening : [], attribution: AttributionID(rawValue: attribution))
        }
    }

    /// Both of one version, and at times of different ones.
    private func ends(_ random: inout SeededGenerator) -> (host: IPAddress, origin: IPAddress) {
        let (host, origin) = (UInt32.random(in: 1...hosts, using: &random), UInt32.random(in: 1...2, using: &random))
        let isIPv6 = Int.random(in: 0..<4, using: &random)
        return (
            isIPv6 % 2 == 0 ? Evidence.host(host) : .v6(IPv6Address(rawValue: 0xFD00 << 112 | UInt128(host))),
            isIPv6 < 2 ? Evidence.origin(origin) : Evidence.origin6(origin)
        )
    }

    /// Times are often within some microseconds of one another, across the end of an hour, too.
    private func time(_ random: inout SeededGenerator) -> Timestamp {
        let hour = Int64.random(in: hours, using: &random) * Hour.nanoseconds
        let steps: [Int64] = [0, 1, 9_999, 10_000, 10_001, 20_001, 1_000_000_000].flatMap {
            [$0, Hour.nanoseconds - 1 - $0]
        }
        return Timestamp(nanoseconds: hour + (steps.randomElement(using: &random) ?? 0))
    }

    private func fill(_ packet: inout Observation, kind: Int, areFragments: Bool, _ random: inout SeededGenerator) {
        guard !areFragments else { return }
        let mayCarry = packet.transport != .icmp
        packet.payloadLength = mayCarry && Bool.random(using: &random) ? 5 : 0
        if packet.transport == .tcp {
            let plain: [UInt8] = [0x10, 0x18, 0x11, 0x12]
            let refusing: [UInt8] = [0x04, 0x14, 0x12]
            let all: [UInt8] = plain + refusing + [0x02, 0x02, 0x02, 0x02, 0x06]
            let flags = kind < 3 ? plain : kind < 5 ? refusing : all
            packet.tcpFlags = TCPFlags(header: flags.randomElement(using: &random) ?? 0x10)
            packet.roles = PacketRoles(tcpFlags: packet.tcpFlags, payloadLength: packet.payloadLength)
        } else if packet.transport == .icmp || packet.transport == .sctp {
            let refusing: [PacketRoles] = [.refusal, [.answer, .refusal]]
            let roles = kind < 3 ? [[]] : kind < 5 ? refusing : refusing + [[], .opening, .opening]
            packet.roles = roles.randomElement(using: &random) ?? []
            if !packet.roles.isEmpty { packet.payloadLength = 0 }
        }
    }

    static func tally(_ packets: some Sequence<Observation>) -> HourlyTally {
        var tally = HourlyTally(attributions: attributions)
        for packet in packets { tally.record(packet) }
        return tally
    }
}
