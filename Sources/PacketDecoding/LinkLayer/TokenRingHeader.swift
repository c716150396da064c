/// A Token Ring header (LINKTYPE_IEEE802_5): access control (1 byte), frame control (1), destination (6), source (6), where
/// the source's highest bit says so a route of up to 30 bytes that states its length, then an LLC header.
enum TokenRingHeader {
    private static let length = 14

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .tokenRing)
        let start = window.start
        let (llcFrame, hasRoute): (UInt8, Bool) = (0x40, frame[start + 8] & 0x80 != 0)
        guard frame[start + 1] & 0xC0 == llcFrame else {
            throw DecodingError(.tokenRing, at: start, .notIP(.llc))
        }
        window.advance(length)
        guard hasRoute else { return .llc }
        try window.require(1, of: .tokenRing)
        let routeLength = Int(frame[window.start] & 0x1F)
        guard routeLength >= 2 else { throw DecodingError(.tokenRing, at: start, .malformed(field: .length)) }
        window.advance(routeLength)
        return .llc
    }
}

/// An FDDI header (LINKTYPE_FDDI, RFC 1390): frame control (1 byte), destination (6), source (6), then an LLC header.
enum FDDIHeader {
    private static let length = 13

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .fddi)
        let start = window.start
        guard frame[start] & 0x70 == 0x50 else { throw DecodingError(.fddi, at: start, .notIP(.llc)) }
        window.advance(length)
        return .llc
    }
}
