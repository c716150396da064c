import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

/// A packet of a flow, as far as grades look at it.
struct Packet: Sendable {
    let direction: Observation.Direction
    let flags: TCPFlags
    let payload: UInt32
    let isICMPError: Bool
    /// Seconds after the start of the hour; `nil` for one second after the packet before it.
    let second: Int64?

    /// - Parameter flags: letters of `TCPFlags`, such as `SA` for SYN with ACK.
    static func host(_ flags: String = "", payload: UInt32 = 0, isICMPError: Bool = false, at second: Int64? = nil)
        -> Packet
    {
        Packet(
            direction: .fromHost, flags: header(flags), payload: payload, isICMPError: isICMPError, second: second)
    }

    static func origin(_ flags: String = "", payload: UInt32 = 0, isICMPError: Bool = false, at second: Int64? = nil)
        -> Packet
    {
        Packet(
            direction: .fromOrigin, flags: header(flags), payload: payload, isICMPError: isICMPError, second: second)
    }

    private static func header(_ letters: String) -> TCPFlags {
        let bits: [Character: UInt8] = ["F": 0x01, "S": 0x02, "R": 0x04, "P": 0x08, "A": 0x10]
        return TCPFlags(header: letters.reduce(0) { $0 | (bits[$1] ?? 0) })
    }
}

/// The three packets that open a connection.
let hostHandshake: [Packet] = [.host("S"), .origin("SA"), .host("A")]
let originHandshake: [Packet] = [.origin("S"), .host("SA"), .origin("A")]

/// One flow's packets, and the protocol and ports that they have in common.
struct FlowScript: Sendable {
    var transport = TransportProtocol.tcp
    var hostPort: UInt16 = 50_000
    var originPort: UInt16 = 443
    var packets: [Packet]

    private func observations() -> [Observation] {
        var second: Int64 = -1
        return packets.map { packet in
            second = packet.second ?? second + 1
            return Observation(
                time: Timestamp(nanoseconds: second * Timestamp.nanosecondsPerSecond),
                host: .v4(IPv4Address(rawValue: 0x0A00_0001)), origin: .v4(IPv4Address(rawValue: 0xC000_0201)),
                hostPort: hostPort, originPort: originPort, transport: transport, direction: packet.direction,
                length: 40 + packet.payload, payloadLength: packet.payload, tcpFlags: packet.flags,
                roles: packet.isICMPError
                    ? .refusal : PacketRoles(tcpFlags: packet.flags, payloadLength: packet.payload),
                attribution: AttributionID(rawValue: 0))
        }
    }

    /// The flow, whose packets come in the order given or in the reverse.
    func flow(backwards: Bool = false) throws -> FlowRecord {
        var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: ["zeus"])])
        for observation in backwards ? observations().reversed() : observations() { tally.record(observation) }
        try #require(tally.flowCount == 1)
        return try #require(tally.flows().first)
    }
}

extension HourlyTally {
    /// All flows, in their order.
    func flows() throws -> [FlowRecord] {
        var flows: [FlowRecord] = []
        try forEachFlow(FlowFilter(hours: HourRange())) { flows.append($0) }
        return flows
    }
}
