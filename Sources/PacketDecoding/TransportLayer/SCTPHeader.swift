import NetworkTypes

/// An SCTP packet (RFC 9260 section 3): ports (2 bytes each), verification tag (4), checksum (4), chunks.
///
/// A chunk is its type (1 byte), flags (1), length (2) and value, padded to 4 bytes. User data is what DATA
/// (RFC 9260 section 3.3.1) and I-DATA chunks (RFC 8260 section 2.1) carry; handshake and heartbeats are none.
enum SCTPHeader {
    static let length = 12
    private static let chunkHeaderLength = 4
    /// How many chunks of one packet are looked at.
    private static let maximumChunks = 512

    static func read(_ frame: Span<UInt8>, _ payload: Window, into packet: inout DecodedPacket) {
        guard packet.readPorts(frame, payload) else { return }
        var rest = payload
        rest.advance(length)
        for _ in 0..<maximumChunks {
            guard rest.present >= chunkHeaderLength else {
                if rest.stated > 0 { packet.remarks.insert(.transportIncomplete) }
                return
            }
            let chunkLength = Int(frame.number16(rest.start + 2))
            guard chunkLength >= chunkHeaderLength, chunkLength <= rest.stated else {
                packet.remarks.insert(.transportIncomplete)
                return
            }
            let overhead: Int? =
                switch frame[rest.start] {
                case 0: 16
                case 64: 20
                default: nil
                }
            if let overhead { packet.payloadLength += UInt32(clamping: max(0, chunkLength - overhead)) }
            rest.advance((chunkLength + 3) & ~3)
        }
    }
}
