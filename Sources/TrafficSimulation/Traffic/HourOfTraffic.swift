import NetworkTypes

/// The packets of one hour: gathered in any order, written in the order of time.
struct HourOfTraffic {
    private struct Packet {
        /// A place in `ends`; without a kind, in `made`.
        let ends: Int32
        let isFromFirst: Bool
        /// `nil` for a frame that is made already.
        let kind: PacketKind?
    }

    private var ends: [(Endpoint, Endpoint)] = []
    private var made: [[UInt8]] = []
    private var packets: [Packet] = []
    /// For each packet the microsecond of the hour, and in the lower half its place: sorted, the order of time.
    private var order: [UInt64] = []
    private let templates4 = PacketKind.allCases.map { FrameTemplate($0, overIPv6: false) }
    private let templates6 = PacketKind.allCases.map { FrameTemplate($0, overIPv6: true) }
    private let carried: CarriedFrames

    static let microseconds: UInt32 = 3_600_000_000

    init(_ outsiders: Outsiders) {
        carried = CarriedFrames(outsiders)
    }

    mutating func removeAll() {
        ends.removeAll(keepingCapacity: true)
        made.removeAll(keepingCapacity: true)
        packets.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
    }

    /// Adds what a host and an origin say to each other, from a microsecond of the hour on.
    mutating func add(
        _ script: PacketScript, host: Endpoint, origin: Endpoint, from start: UInt32, _ random: inout SeededGenerator
    ) {
        let place = Int32(truncatingIfNeeded: ends.count)
        ends.append((host, origin))
        var time = start
        for step in script.steps {
            if step.carriage == .plain {
                add(Packet(ends: place, isFromFirst: step.isFromHost, kind: step.kind), at: time)
            } else {
                add(carried.frame(step, host: host, origin: origin, &random), at: time)
            }
            time += step.delay + UInt32(truncatingIfNeeded: random.next() % UInt64(step.delay))
        }
    }

    /// Adds a packet that belongs to nothing else.
    mutating func add(_ kind: PacketKind, from source: Endpoint, to destination: Endpoint, at time: UInt32) {
        ends.append((source, destination))
        add(Packet(ends: Int32(truncatingIfNeeded: ends.count - 1), isFromFirst: true, kind: kind), at: time)
    }

    private mutating func add(_ frame: [UInt8], at time: UInt32) {
        made.append(frame)
        add(Packet(ends: Int32(truncatingIfNeeded: made.count - 1), isFromFirst: true, kind: nil), at: time)
    }

    private mutating func add(_ packet: Packet, at time: UInt32) {
        order.append(UInt64(time) << 32 | UInt64(packets.count))
        packets.append(packet)
    }

    /// Appends the hour's records to a capture.
    mutating func write(_ hour: Hour, _ encoder: CaptureEncoder, to capture: inout [UInt8]) {
        order.sort()
        let start = UInt64(hour.startSeconds) * 1_000_000
        for entry in order {
            write(packets[Int(entry & 0xFFFF_FFFF)], at: start + entry >> 32, encoder, to: &capture)
        }
    }

    /// The hour's flows, in the order in which they end: what two ends sent each other of one protocol is one. Frames without IP
    /// belong to none.
    mutating func flows(of hour: Hour) -> [SimulatedFlow] {
        order.sort()
        let start = UInt64(hour.startSeconds) * 1_000_000
        var flows: [SimulatedFlow] = []
        // The places of two ends' flows, of TCP or UDP and then of ICMP.
        var places = [Int](repeating: -1, count: 2 * ends.count)
        for entry in order {
            let packet = packets[Int(entry & 0xFFFF_FFFF)]
            guard let kind = packet.kind, kind != .arp else { continue }
            let pair = 2 * Int(packet.ends) + (kind.transport == .icmp ? 1 : 0)
            let (first, second) = ends[Int(packet.ends)]
            let (source, destination) = packet.isFromFirst ? (first, second) : (second, first)
            if places[pair] < 0 {
                places[pair] = flows.count
                flows.append(SimulatedFlow(from: source, to: destination, kind))
            }
            let isFromSource = flows[places[pair]].source == source
            flows[places[pair]].add(kind, isFromSource: isFromSource, at: start + entry >> 32)
        }
        return flows.sorted { ($0.last, $0.first) < ($1.last, $1.first) }
    }

    private func write(_ packet: Packet, at time: UInt64, _ encoder: CaptureEncoder, to capture: inout [UInt8]) {
        guard let kind = packet.kind else { return write(made[Int(packet.ends)], at: time, encoder, to: &capture) }
        let (first, second) = ends[Int(packet.ends)]
        let (source, destination) = packet.isFromFirst ? (first, second) : (second, first)
        guard kind != .unreachable else {
            return write(Self.unreachable(from: source, to: destination), at: time, encoder, to: &capture)
        }
        var template = templates4[kind.rawValue]
        if case .v6 = source.address { template = templates6[kind.rawValue] }
        encoder.begin(time, length: template.length, in: &capture)
        template.append(
            from: source, to: destination, captured: encoder.captured(template.length), to: &capture)
        encoder.end(length: template.length, in: &capture)
    }

    private func write(_ frame: [UInt8], at time: UInt64, _ encoder: CaptureEncoder, to capture: inout [UInt8]) {
        encoder.begin(time, length: frame.count, in: &capture)
        capture += frame.prefix(encoder.captured(frame.count))
        encoder.end(length: frame.count, in: &capture)
    }

    /// Quotes the header of the datagram that came, and eight bytes behind it (RFC 792).
    private static func unreachable(from source: Endpoint, to destination: Endpoint) -> [UInt8] {
        let payload = [UInt8](repeating: 0x2E, count: PacketKind.datagram.payloadLength)
        let datagram = FrameBuilder.udp(from: destination.port, to: source.port, payload)
        let quoted = FrameBuilder.ip(from: destination.address, to: source.address, .udp, datagram).prefix(28)
        let message = FrameBuilder.icmp(type: 3, code: 3, Array(quoted))
        return FrameBuilder.ethernet(
            ip: FrameBuilder.ip(from: source.address, to: destination.address, .icmp, message))
    }
}
