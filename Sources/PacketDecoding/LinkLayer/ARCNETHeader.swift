import NetworkTypes

/// An ARCNET header (RFC 1201; RFC 1051 for the older protocol): source (1 byte), destination (1), on Linux an offset (2),
/// protocol (1), and but for the older one a split flag (1) and a sequence number (2). A packet too short for a frame's
/// length has four bytes of padding in front of all of the latter, with the flag 0xFF.
enum ARCNETHeader {
    private static let exception: UInt8 = 0xFF

    static func next(
        _ frame: Span<UInt8>, _ window: inout Window, linkType: LinkType
    ) throws(DecodingError) -> NextHeader {
        let start = window.start
        window.advance(linkType == .arcnetLinux ? 4 : 2)
        try window.require(1, of: .arcnet)
        let number = frame[window.start]
        window.advance(1)
        switch number {
        case 240: return .ipv4
        case 212: return try behindSplitFlag(frame, &window, .ipv4)
        case 196: return try behindSplitFlag(frame, &window, .ipv6)
        case 213, 241: throw DecodingError(.arcnet, at: start, .notIP(.arp))
        case 214, 247: throw DecodingError(.arcnet, at: start, .notIP(.rarp))
        case 221: throw DecodingError(.arcnet, at: start, .notIP(.appleTalk))
        case 236, 250: throw DecodingError(.arcnet, at: start, .notIP(.ipx))
        default: throw DecodingError(.arcnet, at: start, .unsupported(number: UInt32(number)))
        }
    }

    private static func behindSplitFlag(
        _ frame: Span<UInt8>, _ window: inout Window, _ next: NextHeader
    ) throws(DecodingError) -> NextHeader {
        try window.require(3, of: .arcnet)
        if frame[window.start] == exception { window.advance(4) }
        try window.require(3, of: .arcnet)
        let flag = frame[window.start]
        // Of a packet in parts the first has an odd flag, the others even ones (RFC 1201 section 2.2).
        guard flag == 0 || flag & 1 == 1 else {
            throw DecodingError(.arcnet, at: window.start, .malformed(field: .fragment))
        }
        window.advance(3)
        return next
    }
}
