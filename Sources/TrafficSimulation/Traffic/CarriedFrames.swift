import NetworkTypes

/// Builds the frames of packets that travel in something.
struct CarriedFrames {
    private let outsiders: Outsiders

    init(_ outsiders: Outsiders) {
        self.outsiders = outsiders
    }

    /// The frame of a step between two ends, both of IPv4.
    func frame(
        _ step: PacketScript.Step, host: Endpoint, origin: Endpoint, _ random: inout SeededGenerator
    ) -> [UInt8] {
        let (source, destination) = step.isFromHost ? (host, origin) : (origin, host)
        let packet: [UInt8] =
            switch step.carriage {
            case .plain: step.kind.packet(from: source, to: destination)
            case .decoy: decoy(step.kind, from: source, to: destination, &random)
            case .forged(let tunnel): forged(step.kind.packet(from: source, to: destination), in: tunnel, &random)
            case .enclosing: enclosing(step.kind, from: source, to: destination)
            }
        return FrameBuilder.ethernet(ip: packet)
    }

    /// A datagram that carries GTP-U, IPv4 and UDP, 36 bytes, in front of its own payload. The inner addresses are those of
    /// another host and of an address that is listed and silent: a count that asks them finds what never was.
    private func decoy(
        _ kind: PacketKind, from source: Endpoint, to destination: Endpoint, _ random: inout SeededGenerator
    ) -> [UInt8] {
        let payload = [UInt8](repeating: 0x2E, count: kind.payloadLength)
        let inner = FrameBuilder.ip(
            from: outsiders.internalAddress(&random), to: outsiders.silentAddress(&random), .udp,
            FrameBuilder.udp(from: 4_000, to: 53, payload))
        let datagram = FrameBuilder.udp(from: source.port, to: destination.port, FrameBuilder.inGTPU(inner))
        return FrameBuilder.ip(from: source.address, to: destination.address, .udp, datagram)
    }

    private func forged(
        _ packet: [UInt8], in tunnel: Carriage.Tunnel, _ random: inout SeededGenerator
    ) -> [UInt8] {
        let (source, destination) = (outsiders.address(&random), outsiders.internalAddress(&random))
        switch tunnel {
        case .gtpu:
            let port = PacketScript.tunnelPort
            let datagram = FrameBuilder.udp(from: port, to: port, FrameBuilder.inGTPU(packet))
            return FrameBuilder.ip(from: source, to: destination, .udp, datagram)
        case .gre:
            return FrameBuilder.ip(
                from: source, to: destination, TransportProtocol(rawValue: 47), FrameBuilder.gre(packet))
        case .ipInIP:
            return FrameBuilder.ip(from: source, to: destination, TransportProtocol(rawValue: 4), packet)
        }
    }

    /// A datagram to the host with a packet of the host's inside, which seems to go to where the datagram comes from.
    private func enclosing(_ kind: PacketKind, from source: Endpoint, to destination: Endpoint) -> [UInt8] {
        let inner = kind.packet(
            from: Endpoint(address: destination.address, port: source.port),
            to: Endpoint(address: source.address, port: 443))
        let datagram = FrameBuilder.udp(from: source.port, to: destination.port, FrameBuilder.inGTPU(inner))
        return FrameBuilder.ip(from: source.address, to: destination.address, .udp, datagram)
    }
}

extension PacketKind {
    /// A packet of TCP or UDP between two ends, with a transport checksum of 0.
    func packet(from source: Endpoint, to destination: Endpoint) -> [UInt8] {
        let payload = [UInt8](repeating: 0x2E, count: payloadLength)
        let segment =
            transport == .udp
            ? FrameBuilder.udp(from: source.port, to: destination.port, payload)
            : FrameBuilder.tcp(from: source.port, to: destination.port, flags, payload)
        return FrameBuilder.ip(from: source.address, to: destination.address, transport, segment)
    }
}
