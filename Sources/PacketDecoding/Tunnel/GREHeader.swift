import NetworkTypes

/// A GRE header (RFC 2784, RFC 2890, routing of RFC 1701; version 1: RFC 2637): flags and version (2 bytes),
/// EtherType (2), and as the flags say checksum and offset (4), key (4), sequence (4), routing or acknowledgment.
enum GREHeader {
    private enum Flag {
        static let checksum: UInt16 = 0x8000
        static let routing: UInt16 = 0x4000
        static let key: UInt16 = 0x2000
        static let sequence: UInt16 = 0x1000
        static let acknowledgment: UInt16 = 0x0080
    }

    /// How many source route entries are followed.
    private static let maximumRouteEntries = 32

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(4, of: .gre)
        let start = window.start
        let flags = frame.number16(start)
        let type = frame.number16(start + 2)
        let version = flags & 0x0007
        guard version <= 1 else { throw DecodingError(.gre, at: start, .malformed(field: .version)) }
        window.advance(4)
        if flags & (Flag.checksum | Flag.routing) != 0 { window.advance(4) }
        if flags & Flag.key != 0 { window.advance(4) }
        if flags & Flag.sequence != 0 { window.advance(4) }
        if version == 1, flags & Flag.acknowledgment != 0 { window.advance(4) }
        // In version 1 a header may come alone, to acknowledge (RFC 2637 section 4.1).
        guard version == 0 || window.stated > 0 else {
            throw DecodingError(.gre, at: start, .notIP(.tunnelControl))
        }
        if version == 0, flags & Flag.routing != 0 { try skipRoutes(frame, &window) }
        return try next(type, flags, frame, &window, at: start)
    }

    /// What a protocol type stands for: an EtherType, or a number that is GRE's alone.
    private static func next(
        _ type: UInt16, _ flags: UInt16, _ frame: Span<UInt8>, _ window: inout Window, at start: Int
    ) throws(DecodingError) -> NextHeader {
        switch type {
        case 0x88BE:
            // Type I has no sequence number and no header of its own (draft-foschiano-erspan section 4.1).
            return flags & Flag.sequence == 0 ? .ethernet : .erspan(.two)
        case 0x22EB: return .erspan(.three)
        case 0x880B: return try PPPHeader.nextAfterFraming(frame, &window)
        case 0x883E: return .wccp
        case 0x8909: return try CiscoMetadataTag.nextInGRE(frame, &window)
        // Ethernet over IP of MikroTik's routers.
        case 0x6400: return .ethernet
        // Aruba's access points hand their controllers what they receive.
        case 0x8200...0x837F: return .ieee80211(.perhapsSwapped)
        case 0x00FE, 0x2000, 0x2001, 0x9000, 0: throw DecodingError(.gre, at: start, .notIP(.tunnelControl))
        default: break
        }
        if let next = EtherType.header(type) { return next }
        if let kind = EtherType.nonIPKind(type) { throw DecodingError(.gre, at: start, .notIP(kind)) }
        throw DecodingError(.gre, at: start, .unsupported(number: UInt32(type)))
    }

    /// Source route entries (RFC 1701): address family (2 bytes), offset (1), length (1), data; an empty one ends them.
    private static func skipRoutes(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) {
        for _ in 0..<maximumRouteEntries {
            try window.require(4, of: .gre)
            let family = frame.number16(window.start)
            let length = Int(frame[window.start + 3])
            window.advance(4 + length)
            if family == 0, length == 0 { return }
        }
        throw DecodingError(.gre, at: window.start, .malformed(field: .depth))
    }
}
