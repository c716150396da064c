/// A record of Endace's cards (LINKTYPE_ERF): time (8 bytes), type (1), flags (1), record length (2), losses (2), length on
/// the wire (2), further headers of 8 bytes while the highest bit of a type says so, and before Ethernet two more bytes.
enum ERFHeader {
    private static let length = 16
    private static let more: UInt8 = 0x80
    /// How many further headers are followed.
    private static let maximumExtensions = 16

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .erf)
        let start = window.start
        var type = frame[start + 8]
        let kind = type & ~more
        window.advance(length)
        for _ in 0..<maximumExtensions where type & more != 0 {
            try window.require(8, of: .erf)
            type = frame[window.start]
            window.advance(8)
        }
        guard type & more == 0 else { throw DecodingError(.erf, at: start, .malformed(field: .depth)) }
        switch kind {
        case 2, 11, 16, 20:  // Ethernet, also coloured and from several channels
            window.advance(2)
            return .ethernet
        case 1, 10, 15, 19: return try PPPHeader.nextAfterFraming(frame, &window)
        case 5, 17:  // From several channels: which, and errors (4)
            window.advance(4)
            return try PPPHeader.nextAfterFraming(frame, &window)
        case 27, 48: throw DecodingError(.erf, at: start, .notIP(.captureMetadata))
        case 22: return .ipv4
        case 23: return .ipv6
        default: throw DecodingError(.erf, at: start, .unsupported(number: UInt32(kind)))
        }
    }
}
