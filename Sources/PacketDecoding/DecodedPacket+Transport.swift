import NetworkTypes

extension DecodedPacket {
    /// The packet of an IP header, with what its transport header says.
    init(_ header: NetworkHeader, _ frame: Span<UInt8>, frameLength: Int) {
        self.init(
            source: header.source, destination: header.destination, transport: header.transport,
            length: header.length, hops: header.hops, remarks: header.remarks)
        if header.start + Int(header.length) > frameLength { remarks.insert(.lengthMismatch) }
        guard !header.isLaterFragment else {
            remarks.insert(.laterFragment)
            return
        }
        if remarks.contains(.lengthNotStated) {
            readUnstated(frame, header, frameLength: frameLength)
        } else {
            readTransport(frame, header.payload)
        }
    }

    private mutating func readTransport(_ frame: Span<UInt8>, _ payload: Window) {
        switch transport {
        case .tcp: TCPHeader.read(frame, payload, into: &self)
        case .udp: UDPHeader.read(frame, payload, into: &self)
        case .sctp: SCTPHeader.read(frame, payload, into: &self)
        case .dccp, .udpLite:
            _ = readPorts(frame, payload)
            payloadLength = UInt32(clamping: payload.stated)
        case .icmp, .icmpv6: ICMPHeader.read(frame, payload, into: &self)
        default: payloadLength = UInt32(clamping: payload.stated)
        }
    }

    /// Reads what lies behind an IP header that states no length: the rest of its frame, which may be padding.
    ///
    /// IPv4 does so for segments that a network card is to cut, which are longer than any padding; and where a header around
    /// it states a length, there is none. IPv6 states that nothing follows; then only what the transport states of itself is
    /// payload.
    private mutating func readUnstated(_ frame: Span<UInt8>, _ header: NetworkHeader, frameLength: Int) {
        let (longestPadded, shortestTransport) = (68, 8)
        let isIPv4 = if case .v4 = header.source { true } else { false }
        let mayBePadded = frameLength <= longestPadded && header.payload.statedEnd >= frameLength
        if isIPv4, !mayBePadded { return readTransport(frame, header.payload) }
        guard header.payload.stated >= shortestTransport else {
            remarks.insert(.transportIncomplete)
            return
        }
        readTransport(frame, header.payload)
        let statesLength =
            switch transport {
            case .udp: header.payload.present >= 6 && frame.number16(header.payload.start + 4) > 0
            case .sctp: true
            default: false
            }
        if !statesLength { payloadLength = 0 }
        if transport == .tcp { roles = PacketRoles(tcpFlags: tcpFlags, payloadLength: payloadLength) }
    }

    /// Takes source and destination port from the first four bytes, where every transport with ports has them.
    ///
    /// - Returns: false when they were cut off.
    mutating func readPorts(_ frame: Span<UInt8>, _ payload: Window) -> Bool {
        guard payload.present >= 4 else {
            remarks.insert(.transportIncomplete)
            return false
        }
        sourcePort = frame.number16(payload.start)
        destinationPort = frame.number16(payload.start + 2)
        return true
    }
}
