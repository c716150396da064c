import NetworkTypes

/// A GTP header of version 0 (3GPP TS 09.60 section 6): version and flags (1 byte), message type (1), length of what
/// follows the header (2), sequence number (2), flow (2), and more up to the tunnel's number (20 in all).
enum GTP0Header {
    private static let length = 20
    /// The message that carries a user's packet; all others are the tunnel's own.
    private static let userPacket: UInt8 = 255

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .gtp0)
        let start = window.start
        let versionAndType = frame[start] & 0xF0
        guard versionAndType == 0x10 else { throw DecodingError(.gtp0, at: start, .malformed(field: .version)) }
        guard frame[start + 1] == userPacket else { throw DecodingError(.gtp0, at: start, .notIP(.tunnelControl)) }
        let stated = Int(frame.number16(start + 2))
        window.advance(length)
        window.tighten(stated)
        return .ip
    }
}
