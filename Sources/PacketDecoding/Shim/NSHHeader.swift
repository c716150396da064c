import NetworkTypes

/// A network service header (RFC 8300 section 2): version, flags, time to live and length in words (2 bytes), metadata's
/// kind (1), what follows (1), service path (4), metadata.
enum NSHHeader {
    private static let minimumLength = 8

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(minimumLength, of: .nsh)
        let start = window.start
        let first = frame.number16(start)
        guard first >> 14 == 0 else { throw DecodingError(.nsh, at: start, .malformed(field: .version)) }
        let length = Int(first & 0x3F) * 4
        guard length >= minimumLength else { throw DecodingError(.nsh, at: start, .malformed(field: .length)) }
        let number = frame[start + 3]
        window.advance(length)
        return try next(number, at: start)
    }

    /// The numbers of "next protocol", which VXLAN-GPE shares.
    static func next(_ number: UInt8, at offset: Int, of header: HeaderKind = .nsh) throws(DecodingError) -> NextHeader
    {
        switch number {
        case 1: return .ipv4
        case 2: return .ipv6
        case 3: return .ethernet
        case 4: return .nsh
        case 5: return .mpls
        default: throw DecodingError(header, at: offset, .unsupported(number: UInt32(number)))
        }
    }
}
