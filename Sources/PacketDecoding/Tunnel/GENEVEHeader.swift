import NetworkTypes

/// A GENEVE header (RFC 8926 section 3.4): version and options' length in words (1 byte), flags (1), EtherType (2),
/// network identifier (3), reserved (1), options.
enum GENEVEHeader {
    private static let minimumLength = 8

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(minimumLength, of: .geneve)
        let start = window.start
        guard frame[start] >> 6 == 0 else { throw DecodingError(.geneve, at: start, .malformed(field: .version)) }
        let isOfTheTunnel: UInt8 = 0x80
        guard frame[start + 1] & isOfTheTunnel == 0 else {
            throw DecodingError(.geneve, at: start, .notIP(.tunnelControl))
        }
        let length = minimumLength + Int(frame[start] & 0x3F) * 4
        let type = frame.number16(start + 2)
        window.advance(length)
        return .etherType(type)
    }
}
