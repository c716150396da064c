import CensusModel
import HourlyRollup
import NetworkTypes
import TrafficSimulation

/// Draws observations from so few hosts, ports and hours that flows have many packets.
struct RandomTraffic {
    static let attributions = [
        Attribution(threatClass: .c2, labels: ["zeus"]), Attribution(threatClass: .c2, labels: ["citadel"]),
        Attribution(threatClass: .malware, labels: []), Attribution(threatClass: .c2, labels: ["citadel", "spyeye"]),
    ]

    static func observation(_ random: inout SeededGenerator) -> Observation {
        let transport = [TransportProtocol.tcp, .udp, .icmp].randomElement(using: &random) ?? .tcp
        let hasPorts = transport != .icmp
        let isV4 = Bool.random(using: &random)
        let tcpFlags = transport == .tcp ? TCPFlags(header: .random(in: 0...255, using: &random)) : []
        let payloadLength = UInt32.random(in: 0...2, using: &random)
        let isRefusal = transport == .icmp && Bool.random(using: &random)
        return Observation(
            time: Timestamp(nanoseconds: .random(in: -2...3, using: &random) * Hour.nanoseconds / 2),
            host: isV4 ? v4(0x0A00_0000, &random) : v6(0xFD00 << 112, &random),
            origin: isV4 ? v4(0xC000_0200, &random) : v6(0x2001_0DB8 << 96, &random),
            hostPort: hasPorts ? .random(in: 1...2, using: &random) : 0,
            originPort: hasPorts ? .random(in: 1...2, using: &random) : 0, transport: transport,
            direction: Bool.random(using: &random) ? .fromHost : .fromOrigin,
            length: .random(in: 20...65_535, using: &random), payloadLength: payloadLength, tcpFlags: tcpFlags,
            roles: isRefusal ? .refusal : PacketRoles(tcpFlags: tcpFlags, payloadLength: payloadLength),
            attribution: AttributionID(rawValue: .random(in: 0..<4, using: &random)))
    }

    private static func v4(_ network: UInt32, _ random: inout SeededGenerator) -> IPAddress {
        .v4(IPv4Address(rawValue: network | .random(in: 1...2, using: &random)))
    }

    private static func v6(_ network: UInt128, _ random: inout SeededGenerator) -> IPAddress {
        .v6(IPv6Address(rawValue: network | .random(in: 1...2, using: &random)))
    }
}
