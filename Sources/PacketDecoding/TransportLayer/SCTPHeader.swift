import NetworkTypes

/// An SCTP packet (RFC 9260 section 3): ports (2 bytes each), verification tag (4), checksum (4), chunks.
///
/// A chunk is its type (1 byte), flags (1), length (2) and value, padded to 4 bytes. User data is what DATA
/// (RFC 9260 section 3.3.1) and I-DATA chunks (RFC 8260 section 2.1) carry; handshake and heartbeats are not payload.
enum SCTPHeader {
    static let length = 12
    private static let chunkHeaderLength = 4
    /// How many chunks of one packet are looked at.
    private static let maximumChunks = 512

    static func read(_ frame: Span<UInt8>, _ payload: Window, into packet: inout DecodedPacket) {
        guard packet.readPorts(frame, payload) else { return }
        var rest = payload
        rest.advance(length)
        var chunks = ChunkKinds()
        defer { packet.roles = chunks.roles }
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
            chunks.note(frame[rest.start])
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

    /// Which kinds of chunks a packet has, as far as they tell who began.
    private struct ChunkKinds {
        private var opens = false
        private var answers = false
        private var refusing = false
        private var others = false

        /// The types are those of RFC 9260 section 3.2.
        mutating func note(_ type: UInt8) {
            let (initiation, initiationAck, abort, shutdownAck, error, shutdownComplete):
                (
                    UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
                )
            (initiation, initiationAck, abort, shutdownAck, error, shutdownComplete) = (1, 2, 6, 8, 9, 14)
            switch type {
            case initiationAck: (answers, refusing) = (true, true)
            case abort, shutdownAck, error, shutdownComplete: refusing = true
            case initiation: (opens, others) = (true, true)
            default: others = true
            }
        }

        var roles: PacketRoles {
            if opens { return .opening }
            guard refusing, !others else { return [] }
            return answers ? [.answer, .refusal] : .refusal
        }
    }
}
