package import CensusModel
package import NetworkTypes

/// What two ends send each other, added to a timeline packet by packet.
package struct Conversation {
    package let host: IPAddress
    package let origin: IPAddress
    package let hostPort: UInt16
    package let originPort: UInt16
    /// Puts an IP packet into a frame: plain Ethernet, a VLAN, a tunnel.
    package let framing: @Sendable ([UInt8]) -> [UInt8]
    /// When the next packet goes out.
    private var time: Timestamp
    private let step: Int64

    package init(
        host: IPAddress, port hostPort: UInt16, origin: IPAddress, port originPort: UInt16, at time: Timestamp,
        step milliseconds: Int64 = 40,
        framing: @escaping @Sendable ([UInt8]) -> [UInt8] = { FrameBuilder.ethernet(ip: $0) }
    ) {
        (self.host, self.hostPort) = (host, hostPort)
        (self.origin, self.originPort) = (origin, originPort)
        self.time = time
        step = milliseconds * 1_000_000
        self.framing = framing
    }

    package mutating func pause(milliseconds: Int64) {
        time = Timestamp(nanoseconds: time.nanoseconds + milliseconds * 1_000_000)
    }

    package mutating func tcp(
        _ direction: Observation.Direction, _ flags: TCPFlags, payload: Int = 0, _ timeline: inout Timeline
    ) {
        let (source, destination) = ports(direction)
        let data = [UInt8](repeating: 0x2E, count: payload)
        send(direction, .tcp, FrameBuilder.tcp(from: source, to: destination, flags, data), &timeline)
    }

    package mutating func udp(_ direction: Observation.Direction, payload: Int, _ timeline: inout Timeline) {
        let (source, destination) = ports(direction)
        let data = [UInt8](repeating: 0x2E, count: payload)
        send(direction, .udp, FrameBuilder.udp(from: source, to: destination, data), &timeline)
    }

    /// An ICMP message of the version of the addresses.
    package mutating func icmp(
        _ direction: Observation.Direction, type: UInt8, code: UInt8 = 0, _ data: [UInt8], _ timeline: inout Timeline
    ) {
        if case .v4 = host {
            send(direction, .icmp, FrameBuilder.icmp(type: type, code: code, data), &timeline)
        } else {
            send(direction, .icmpv6, FrameBuilder.icmp(type: type, code: code, data), &timeline)
        }
    }

    /// Sends ICMP port unreachable, which quotes a datagram that came the other way (RFC 792).
    package mutating func refuse(_ direction: Observation.Direction, datagramOf payload: Int, _ timeline: inout Timeline) {
        let (source, destination) = ports(direction.other)
        let datagram = FrameBuilder.udp(from: source, to: destination, [UInt8](repeating: 0x2E, count: payload))
        let (sender, receiver) = direction == .fromHost ? (origin, host) : (host, origin)
        let quoted = FrameBuilder.ip(from: sender, to: receiver, .udp, datagram).prefix(28)
        icmp(direction, type: 3, code: 3, Array(quoted), &timeline)
    }

    /// Three packets that open a connection.
    package mutating func handshake(by opener: Observation.Direction, _ timeline: inout Timeline) {
        tcp(opener, .syn, &timeline)
        tcp(opener.other, [.syn, .ack], &timeline)
        tcp(opener, .ack, &timeline)
    }

    /// A request and its answer, each acknowledged.
    package mutating func exchange(
        by asker: Observation.Direction, request: Int, response: Int, _ timeline: inout Timeline
    ) {
        tcp(asker, [.psh, .ack], payload: request, &timeline)
        tcp(asker.other, .ack, &timeline)
        tcp(asker.other, [.psh, .ack], payload: response, &timeline)
        tcp(asker, .ack, &timeline)
    }

    package mutating func close(by closer: Observation.Direction, _ timeline: inout Timeline) {
        tcp(closer, [.fin, .ack], &timeline)
        tcp(closer.other, [.fin, .ack], &timeline)
        tcp(closer, .ack, &timeline)
    }

    /// Sends a transport segment.
    package mutating func send(
        _ direction: Observation.Direction, _ transport: TransportProtocol, _ segment: [UInt8],
        _ timeline: inout Timeline
    ) {
        let packet =
            direction == .fromHost
            ? FrameBuilder.ip(from: host, to: origin, transport, segment)
            : FrameBuilder.ip(from: origin, to: host, transport, segment)
        timeline.add(framing(packet), at: time)
        time = Timestamp(nanoseconds: time.nanoseconds + step)
    }

    private func ports(_ direction: Observation.Direction) -> (source: UInt16, destination: UInt16) {
        direction == .fromHost ? (hostPort, originPort) : (originPort, hostPort)
    }
}

extension Observation.Direction {
    package var other: Self { self == .fromHost ? .fromOrigin : .fromHost }
}
