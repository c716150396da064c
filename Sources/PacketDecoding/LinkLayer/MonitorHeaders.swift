import NetworkTypes

/// A Prism header (LINKTYPE_IEEE802_11_PRISM): message code (4 bytes), length of the whole (4), in the capturing
/// host's order; some drivers put an AVS header in its place.
enum PrismHeader {
    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(8, of: .prism)
        let avsMagic: UInt32 = 0x8021_1000
        if frame.number32(window.start) & 0xFFFF_F000 == avsMagic { return try AVSHeader.next(frame, &window) }
        let stated = frame.number32(window.start + 4)
        return try MonitorHeader.skip(min(stated, stated.byteSwapped), of: .prism, &window)
    }
}

/// An AVS header (LINKTYPE_IEEE802_11_AVS): version (4 bytes), length of the whole (4), in network order.
enum AVSHeader {
    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(8, of: .avs)
        return try MonitorHeader.skip(frame.number32(window.start + 4), of: .avs, &window)
    }
}

/// A per-packet information header (LINKTYPE_PPI, little-endian): version (1 byte), flags (1), length of the whole (2),
/// link type of what follows (4).
enum PPIHeader {
    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(8, of: .ppi)
        let start = window.start
        let inner = frame.number32(start + 4).byteSwapped
        _ = try MonitorHeader.skip(UInt32(frame.number16(start + 2).byteSwapped), of: .ppi, &window)
        guard let linkType = UInt16(exactly: inner), linkType != LinkType.ppi.rawValue else {
            throw DecodingError(.ppi, at: start, .unsupported(number: inner))
        }
        return .linkType(linkType)
    }
}

/// What the headers of monitoring drivers share: they state their own length, and an 802.11 frame follows.
private enum MonitorHeader {
    static func skip(
        _ length: UInt32, of header: HeaderKind, _ window: inout Window
    ) throws(DecodingError) -> NextHeader {
        guard length >= 8 else { throw DecodingError(header, at: window.start, .malformed(field: .length)) }
        try window.require(Int(length), of: header)
        window.advance(Int(length))
        return .ieee80211(.plain)
    }
}
