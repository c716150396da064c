/// A stack of MPLS labels (RFC 3032 section 2.1): entries of 4 bytes, the last marked by a bit.
///
/// Nothing says what follows. An IP packet shows its version in the first four bits; 0 there is a pseudowire's
/// control word (RFC 4385 section 3), here taken to precede an Ethernet frame (RFC 4448), and 1 an associated channel.
enum MPLSLabelStack {
    private static let entryLength = 4
    /// How many labels of one stack are followed.
    private static let maximumEntries = 32

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        for _ in 0..<maximumEntries {
            try window.require(entryLength, of: .mpls)
            let isLast = frame[window.start + 2] & 1 == 1
            window.advance(entryLength)
            if isLast { return try content(frame, &window) }
        }
        throw DecodingError(.mpls, at: window.start, .malformed(field: .depth))
    }

    private static func content(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(1, of: .mpls)
        switch frame[window.start] >> 4 {
        case 4: return .ipv4
        case 6: return .ipv6
        case 0:
            try window.require(4, of: .mpls)
            window.advance(4)
            return .ethernet
        case let nibble: throw DecodingError(.mpls, at: window.start, .unsupported(number: UInt32(nibble)))
        }
    }
}
