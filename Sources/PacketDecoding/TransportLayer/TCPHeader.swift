import NetworkTypes

/// A TCP header (RFC 9293 section 3.1).
///
/// Layout: ports (2 bytes each), sequence number (4), acknowledgment number (4), data offset in words (4 bits),
/// flags (1 byte), window (2), checksum (2), urgent pointer (2), options.
enum TCPHeader {
    static let minimumLength = 20

    static func read(_ frame: Span<UInt8>, _ payload: Window, into packet: inout DecodedPacket) {
        guard packet.readPorts(frame, payload) else { return }
        guard payload.present >= 14 else {
            packet.remarks.insert(.transportIncomplete)
            return
        }
        packet.tcpFlags = TCPFlags(header: frame[payload.start + 13])
        packet.roles = PacketRoles(tcpFlags: packet.tcpFlags, payloadLength: 0)
        let headerLength = Int(frame[payload.start + 12] >> 4) * 4
        guard headerLength >= minimumLength, headerLength <= payload.stated else {
            packet.remarks.insert(.transportIncomplete)
            return
        }
        packet.payloadLength = UInt32(clamping: payload.stated - headerLength)
        packet.roles = PacketRoles(tcpFlags: packet.tcpFlags, payloadLength: packet.payloadLength)
    }
}
