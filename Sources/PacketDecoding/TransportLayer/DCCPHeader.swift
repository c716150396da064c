/// A DCCP header (RFC 4340 section 5.1).
///
/// Layout: ports (2 bytes each), data offset in words (1), and more that is not needed here; the type stands in
/// bits 3 to 6 of the ninth byte. Only Data and DataAck packets, types 2 and 4, carry what was sent after a handshake.
enum DCCPHeader {
    static func read(_ frame: Span<UInt8>, _ payload: Window, into packet: inout DecodedPacket) {
        guard packet.readPorts(frame, payload) else { return }
        guard payload.present >= 9 else {
            packet.remarks.insert(.transportIncomplete)
            return
        }
        let headerLength = Int(frame[payload.start + 4]) * 4
        guard headerLength >= 12, headerLength <= payload.stated else {
            packet.remarks.insert(.transportIncomplete)
            return
        }
        let type = frame[payload.start + 8] >> 1 & 0x0F
        if type == 2 || type == 4 { packet.payloadLength = UInt32(clamping: payload.stated - headerLength) }
    }
}
