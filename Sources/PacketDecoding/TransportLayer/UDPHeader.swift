import NetworkTypes

/// A UDP header (RFC 768).
///
/// Layout: ports (2 bytes each), length of header and data (2), checksum (2).
enum UDPHeader {
    static let length = 8

    static func read(_ frame: Span<UInt8>, _ payload: Window, into packet: inout DecodedPacket) {
        guard packet.readPorts(frame, payload) else { return }
        guard payload.stated >= length else {
            packet.remarks.insert(.transportIncomplete)
            return
        }
        var datagram = payload.stated
        // 0 is a jumbogram's length (RFC 2675 section 4); without the field the IP length is all there is.
        if payload.present >= 6 {
            let stated = Int(frame.number16(payload.start + 4))
            if stated > 0 { datagram = min(datagram, stated) }
        }
        guard datagram >= length else {
            packet.remarks.insert(.transportIncomplete)
            return
        }
        packet.payloadLength = UInt32(clamping: datagram - length)
    }
}
