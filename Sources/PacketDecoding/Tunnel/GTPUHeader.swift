import NetworkTypes

/// A GTP-U header (3GPP TS 29.281 section 5.1): version and flags (1 byte), message type (1), length of what
/// follows (2), tunnel (4), and when any of three flags is set sequence number (2), N-PDU number (1) and the first
/// extension header's type (1).
enum GTPUHeader {
    private static let minimumLength = 8
    /// The message that carries a user's packet; all others are the tunnel's own.
    private static let userPacket: UInt8 = 255
    /// How many extension headers are followed.
    private static let maximumExtensions = 16

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(minimumLength, of: .gtpu)
        let start = window.start
        let flags = frame[start]
        let (versionAndType, version1WithTypeU): (UInt8, UInt8) = (flags & 0xF0, 0x30)
        guard versionAndType == version1WithTypeU else {
            throw DecodingError(.gtpu, at: start, .malformed(field: .version))
        }
        guard frame[start + 1] == userPacket else {
            throw DecodingError(.gtpu, at: start, .notIP(.tunnelControl))
        }
        let length = Int(frame.number16(start + 2))
        window.advance(minimumLength)
        window.tighten(length)
        if flags & 0x07 != 0 { try skipOptionalFields(frame, &window, hasExtensions: flags & 0x04 != 0) }
        return .ip
    }

    /// An extension header (section 5.2.1) is its length in words (1 byte), its content, and the next one's type (1).
    private static func skipOptionalFields(
        _ frame: Span<UInt8>, _ window: inout Window, hasExtensions: Bool
    ) throws(DecodingError) {
        try window.require(4, of: .gtpu)
        var nextType = hasExtensions ? frame[window.start + 3] : 0
        window.advance(4)
        for _ in 0..<maximumExtensions where nextType != 0 {
            try window.require(1, of: .gtpu)
            let length = Int(frame[window.start]) * 4
            guard length > 0 else { throw DecodingError(.gtpu, at: window.start, .malformed(field: .length)) }
            try window.require(length, of: .gtpu)
            nextType = frame[window.start + length - 1]
            window.advance(length)
        }
        guard nextType == 0 else { throw DecodingError(.gtpu, at: window.start, .malformed(field: .depth)) }
    }
}
