package import CensusModel
import NetworkTypes
package import TrafficSimulation

/// Draws what packets and several exporters tell of few 5-tuples: sources that see one end only, records over the ends of hours,
/// hours without anything, ends that are only stated, and statements that disagree.
package struct LoggedTraffic {
    package static let attributions = [
        Attribution(threatClass: .c2, labels: ["zeus"]),
        Attribution(threatClass: .c2, labels: ["citadel"], matchesPort: true),
        Attribution(threatClass: .backdoor, labels: []), Attribution(threatClass: .scanner, labels: ["scan"]),
    ]
    package static let hours: ClosedRange<Int32> = 0...9

    private static let exporters = [
        Exporter(.v4(IPv4Address(rawValue: 0xC0A8_0001))),
        Exporter(.v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | 1))), Exporter(program: "zeek"),
    ]
    private static let ports: [UInt16] = [53, 1_023, 1_024, 5_000, 32_767, 32_768, 50_000]

    package private(set) var packets: [Observation] = []
    package private(set) var records: [LogObservation] = []

    package init(conversations: Int, _ random: inout SeededGenerator) {
        for _ in 0..<conversations { add(&random) }
    }

    /// Adds a connection that the origin opens and both use.
    private mutating func addEntry(_ conversation: Conversation, _ random: inout SeededGenerator) {
        guard conversation.transport == .tcp, !conversation.areFragments else { return }
        var packet = Self.packet(conversation, .fromOrigin, &random)
        packet.attribution = AttributionID(rawValue: 2)
        (packet.tcpFlags, packet.payloadLength) = (TCPFlags(header: 0x02), 0)
        packet.roles = .opening
        packets.append(packet)
        (packet.tcpFlags, packet.payloadLength) = (TCPFlags(header: 0x18), 5)
        packet.roles = []
        packets.append(packet)
        packet.direction = .fromHost
        packets.append(packet)
    }

    private struct Conversation {
        let transport: TransportProtocol
        let host: IPAddress
        let origin: IPAddress
        let hostPort: UInt16
        let originPort: UInt16
        let attribution: UInt32

        var areFragments: Bool { transport.hasPorts && hostPort == 0 }
    }

    private mutating func add(_ random: inout SeededGenerator) {
        let conversation = Self.conversation(&random)
        if Int.random(in: 0..<4, using: &random) == 0 { addEntry(conversation, &random) }
        let sources: [Exporter?] = (Self.exporters + [nil]).shuffled(using: &random)
        for exporter in sources.prefix(.random(in: 1...3, using: &random)) {
            let seen: [Observation.Direction] =
                [[.fromHost], [.fromOrigin], [.fromHost, .fromOrigin], [.fromHost, .fromOrigin]]
                .randomElement(using: &random) ?? []
            let states = Int.random(in: 0..<3, using: &random) == 0
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let direction = seen.randomElement(using: &random) ?? .fromHost
                if let exporter {
                    addRecord(conversation, direction, exporter, states: states, &random)
                } else {
                    packets.append(Self.packet(conversation, direction, &random))
                }
            }
        }
    }

    private static func conversation(_ random: inout SeededGenerator) -> Conversation {
        let transports: [TransportProtocol] = [
            .tcp, .tcp, .tcp, .udp, .udp, .udp, .icmp, .sctp, TransportProtocol(rawValue: 47),
        ]
        let transport = transports.randomElement(using: &random) ?? .tcp
        let hasPorts = transport.hasPorts && Int.random(in: 0..<6, using: &random) > 0
        let (host, origin) = (UInt32.random(in: 1...2, using: &random), UInt32.random(in: 1...2, using: &random))
        let port = { (random: inout SeededGenerator) in hasPorts ? ports.randomElement(using: &random) ?? 1 : 0 }
        return Conversation(
            transport: transport,
            host: Bool.random(using: &random)
                ? .v4(IPv4Address(rawValue: 0x0A00_0000 | host))
                : .v6(IPv6Address(rawValue: 0xFD00 << 112 | UInt128(host))),
            origin: Int.random(in: 0..<3, using: &random) > 0
                ? .v4(IPv4Address(rawValue: 0xC000_0200 | origin))
                : .v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | UInt128(origin))),
            hostPort: port(&random), originPort: port(&random), attribution: .random(in: 0..<4, using: &random))
    }

    private static func attribution(_ conversation: Conversation, _ random: inout SeededGenerator) -> AttributionID {
        let isOther = Int.random(in: 0..<8, using: &random) == 0
        return AttributionID(rawValue: isOther ? .random(in: 0..<4, using: &random) : conversation.attribution)
    }

    /// Times are often within some microseconds of one another, across the end of an hour, too.
    private static func time(_ random: inout SeededGenerator) -> Timestamp {
        let steps: [Int64] = [0, 1, 9_999, 10_000, 10_001, 20_001, 1_000_000_000].flatMap {
            [$0, Hour.nanoseconds - 1 - $0]
        }
        let hour = Int64(Int32.random(in: hours, using: &random)) * Hour.nanoseconds
        return Timestamp(nanoseconds: hour + (steps.randomElement(using: &random) ?? 0))
    }

    private static func packet(
        _ conversation: Conversation, _ direction: Observation.Direction, _ random: inout SeededGenerator
    ) -> Observation {
        var packet = Observation(
            time: time(&random), host: conversation.host, origin: conversation.origin, hostPort: conversation.hostPort,
            originPort: conversation.originPort, transport: conversation.transport, direction: direction,
            length: .random(in: 60...1_500, using: &random), payloadLength: 0, tcpFlags: [], roles: [],
            attribution: attribution(conversation, &random))
        guard !conversation.areFragments else { return packet }
        packet.payloadLength = conversation.transport != .icmp && Bool.random(using: &random) ? 5 : 0
        if conversation.transport == .tcp {
            packet.tcpFlags = TCPFlags(header: [0x02, 0x12, 0x10, 0x18, 0x04].randomElement(using: &random) ?? 0)
            packet.roles = PacketRoles(tcpFlags: packet.tcpFlags, payloadLength: packet.payloadLength)
        } else if conversation.transport == .icmp || conversation.transport == .sctp {
            let roles: [PacketRoles] = [[], .opening, .refusal, [.answer, .refusal]]
            packet.roles = roles.randomElement(using: &random) ?? []
            if !packet.roles.isEmpty { packet.payloadLength = 0 }
        }
        return packet
    }

    /// Adds what a record says of one end: in one hour, or at times in two, of which the first lasts to its end.
    private mutating func addRecord(
        _ conversation: Conversation, _ direction: Observation.Direction, _ exporter: Exporter, states: Bool,
        _ random: inout SeededGenerator
    ) {
        let first = Self.time(&random)
        let attribution = Self.attribution(conversation, &random)
        let whole = Self.counters(conversation, states: states, &random)
        let hour = Hour(containing: first)
        var times = [(hour, first, first)]
        if Int.random(in: 0..<4, using: &random) == 0, hour.index < Self.hours.upperBound {
            let next = Timestamp(nanoseconds: (Int64(hour.index) + 1) * Hour.nanoseconds)
            times = [(hour, first, Timestamp(nanoseconds: next.nanoseconds - 1)), (hour.advanced(by: 1), next, next)]
        }
        // The other end is stated to have begun, and nothing was seen of it.
        let statesOther = states && Int.random(in: 0..<5, using: &random) == 0
        for (hour, first, last) in times {
            var counters = whole
            (counters.first, counters.last) = (first, last)
            var record = LogObservation(
                hour: hour, host: conversation.host, origin: conversation.origin, hostPort: conversation.hostPort,
                originPort: conversation.originPort, transport: conversation.transport, direction: direction,
                counters: counters, exporter: exporter, attribution: attribution)
            records.append(record)
            guard statesOther else { continue }
            record.direction = direction == .fromHost ? .fromOrigin : .fromHost
            record.counters = DirectionCounters()
            record.counters.roles = .statement
            records.append(record)
        }
    }

    private static func counters(
        _ conversation: Conversation, states: Bool, _ random: inout SeededGenerator
    ) -> DirectionCounters {
        var counters = DirectionCounters()
        counters.packets = .random(in: 0...3, using: &random)
        counters.bytes = counters.packets * 100
        if states, Bool.random(using: &random) { counters.roles = .statement }
        guard !conversation.areFragments else { return counters }
        if counters.packets > 0, conversation.transport != .icmp {
            counters.payloadBytes = .random(in: 0...1, using: &random)
        }
        if conversation.transport == .tcp {
            let flags = ([0x00, 0x02, 0x10, 0x12, 0x12, 0x1A, 0x1B] as [UInt16]).randomElement(using: &random) ?? 0
            counters.tcpFlags = TCPFlags(rawValue: flags)
            if flags == 0x02 { counters.roles.formUnion(.statement) }
        }
        let kind = Int.random(in: 0..<8, using: &random)
        if kind == 0 { counters.roles.formUnion(.opening) }
        if kind == 1 || kind == 2 {
            if kind == 1 { counters.roles.formUnion(.answer) }
            counters.refusals = counters.packets
            if counters.packets > 0 { counters.payloadBytes = 0 }
        }
        return counters
    }
}
