/// A header of Generic UDP Encapsulation (draft-ietf-intarea-gue section 3): version, control bit and further length in
/// words (1 byte), protocol of IP (1), flags (2), further fields. In version 1 an IP packet follows at once, whose
/// own version begins with the same bits.
enum GUEHeader {
    private static let minimumLength = 4

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(1, of: .gue)
        let start = window.start
        let version = frame[start] >> 6
        guard version != 1 else { return .ip }
        guard version == 0 else { throw DecodingError(.gue, at: start, .malformed(field: .version)) }
        let isControl = frame[start] & 0x20 != 0
        guard !isControl else { throw DecodingError(.gue, at: start, .notIP(.tunnelControl)) }
        try window.require(minimumLength, of: .gue)
        let number = frame[start + 1]
        window.advance(minimumLength + Int(frame[start] & 0x1F) * 4)
        guard let next = try Tunnel.content(frame, &window, of: number) else {
            throw DecodingError(.gue, at: start, .unsupported(number: UInt32(number)))
        }
        return next
    }
}
