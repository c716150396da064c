import NetworkTypes

extension DecodedPacket {
    /// The packet of an IP header, with what its transport header says.
    init(_ header: NetworkHeader, _ frame: Span<UInt8>, frameLength: Int) {
        self.init(
            source: header.source, destination: header.destination, transport: header.transport,
            length: header.length, remarks: header.remarks)
        if header.start + Int(header.length) > frameLength { remarks.insert(.lengthMismatch) }
        if header.isLaterFragment {
            remarks.insert(.laterFragment)
            let isICMP = header.transport == .icmp || header.transport == .icmpv6
            payloadLength = isICMP ? 0 : UInt32(clamping: header.payload.stated)
            return
        }
        let payload = header.payload
        switch header.transport {
        case .tcp: TCPHeader.read(frame, payload, into: &self)
        case .udp, .udpLite: UDPHeader.read(frame, payload, into: &self)
        case .sctp: SCTPHeader.read(frame, payload, into: &self)
        case .dccp: DCCPHeader.read(frame, payload, into: &self)
        case .icmp, .icmpv6: ICMPHeader.read(frame, payload, into: &self)
        default: payloadLength = UInt32(clamping: payload.stated)
        }
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
