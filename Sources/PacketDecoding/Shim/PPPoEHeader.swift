import NetworkTypes

/// A PPPoE session header (RFC 2516 section 4): version and type (1 byte), code (1), session (2), length of what
/// follows (2).
enum PPPoEHeader {
    static let length = 6

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .pppoe)
        let start = window.start
        guard frame[start] == 0x11 else { throw DecodingError(.pppoe, at: start, .malformed(field: .version)) }
        guard frame[start + 1] == 0 else { throw DecodingError(.pppoe, at: start, .malformed(field: .code)) }
        let payloadLength = Int(frame.number16(start + 4))
        window.advance(length)
        window.tighten(payloadLength)
        return .ppp
    }
}
