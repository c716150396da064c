import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

/// A packet of a flow, as far as grades look at it.
struct Packet: Sendable {
    let direction: Observation.Direction
    let flags: TCPFlags
    let payload: UInt32
    let roles: PacketRoles
    /// Seconds after the start of the first hour; `nil` for one second after the packet before it.
    let second: Int64?

    /// - Parameters:
    ///   - flags: letters of `TCPFlags`, such as `SA` for SYN with ACK; the roles of TCP follow from them.
    ///   - roles: of another protocol.
    static func host(_ flags: String = "", payload: UInt32 = 0, roles: PacketRoles = [], at second: Int64? = nil)
        -> Packet
    {
        Packet(.fromHost, header(flags), payload, roles, second)
    }

    static func origin(_ flags: String = "", payload: UInt32 = 0, roles: PacketRoles = [], at second: Int64? = nil)
        -> Packet
    {
        Packet(.fromOrigin, header(flags), payload, roles, second)
    }

    private init(
        _ direction: Observation.Direction, _ flags: TCPFlags, _ payload: UInt32, _ roles: PacketRoles, _ second: Int64?
    ) {
        (self.direction, self.flags, self.payload, self.second) = (direction, flags, payload, second)
        self.roles = roles.union(PacketRoles(tcpFlags: flags, payloadLength: payload))
    }

    private static func header(_ letters: String) -> TCPFlags {
        let bits: [Character: UInt8] = ["F": 0x01, "S": 0x02, "R": 0x04, "P": 0x08, "A": 0x10]
        return TCPFlags(header: letters.reduce(0) { $0 | (bits[$1] ?? 0) })
    }
}

/// The three packets that open a connection.
let hostHandshake: [Packet] = [.host("S"), .origin("SA"), .host("A")]
let originHandshake: [Packet] = [.origin("S"), .host("SA"), .origin("A")]

/// One 5-tuple's packets, and what they have in common.
struct FlowScript: Sendable {
    var transport = TransportProtocol.tcp
    var hostPort: UInt16 = 50_000
    var originPort: UInt16 = 443
    var threatClass = ThreatClass.c2
    var namesPort = false
    var services: String?
    var seesOneWay = false
    var packets: [Packet]

    func observations() -> [Observation] {
        var second: Int64 = -1
        return packets.map { packet in
            second = packet.second ?? second + 1
            return Observation(
                time: Timestamp(nanoseconds: second * Timestamp.nanosecondsPerSecond),
                host: .v4(IPv4Address(rawValue: 0x0A00_0001)), origin: .v4(IPv4Address(rawValue: 0xC000_0201)),
                hostPort: hostPort, originPort: originPort, transport: transport, direction: packet.direction,
                length: 40 + packet.payload, payloadLength: packet.payload, tcpFlags: packet.flags,
                roles: packet.roles, attribution: AttributionID(rawValue: 0))
        }
    }

    /// The flows by hour, whose packets come in the order given or in the reverse.
    func judged(backwards: Bool = false) throws -> [JudgedFlow] {
        let attribution = Attribution(threatClass: threatClass, labels: ["zeus"], matchesPort: namesPort)
        var tally = HourlyTally(attributions: [attribution])
        for observation in backwards ? observations().reversed() : observations() { tally.record(observation) }
        let stated = try services.map { try ServiceSet(parsing: $0) }
        return try tally.judged(JudgingRules(seesOneWay: seesOneWay) { _ in stated })
    }
}

extension FlowSource {
    /// All flows, in their order.
    func flows() throws -> [FlowRecord] {
        var flows: [FlowRecord] = []
        try forEachFlow(FlowFilter(hours: HourRange())) { flows.append($0) }
        return flows
    }

    /// The flows of a filter, judged.
    func judged(
        _ rules: JudgingRules = JudgingRules(), _ filter: FlowFilter = FlowFilter(hours: HourRange())
    ) throws -> [JudgedFlow] {
        var flows: [JudgedFlow] = []
        try FlowJudge(self, rules).forEachFlow(filter) { flows.append($0) }
        return flows
    }
}
