import NetworkTypes

/// A Frame Relay header (LINKTYPE_FRELAY, RFC 2427 sections 3 and 4; Q.922): an address of 2 to 4 bytes, the last marked
/// by its lowest bit; control (1), sometimes padding (1), and the network protocol's number (1). Cisco's framing has an
/// EtherType (2) behind an address of two bytes.
enum FrameRelayHeader {
    private static let unnumberedInformation: UInt8 = 0x03
    private static let ieee8021: UInt32 = 0x0080C2

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        let start = window.start
        try skipAddress(frame, &window)
        try window.require(2, of: .frameRelay)
        guard frame[window.start] == unnumberedInformation else {
            let type = frame.number16(window.start)
            window.advance(2)
            return .etherType(type)
        }
        window.advance(1)
        if frame[window.start] == 0 { window.advance(1) }
        try window.require(1, of: .frameRelay)
        guard frame[window.start] == NetworkLayerIdentifier.snap else {
            return try NetworkLayerIdentifier.next(frame, &window, of: .frameRelay)
        }
        return try organisation(frame, &window, start)
    }

    private static func skipAddress(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) {
        for length in 1...4 {
            try window.require(length, of: .frameRelay)
            guard frame[window.start + length - 1] & 1 == 1 else { continue }
            guard length > 1 else { break }
            window.advance(length)
            return
        }
        throw DecodingError(.frameRelay, at: window.start, .malformed(field: .headerLength))
    }

    /// SNAP (RFC 2427 section 4.1): the number 0x80 (1 byte), organisation (3), type (2).
    private static func organisation(
        _ frame: Span<UInt8>, _ window: inout Window, _ start: Int
    ) throws(DecodingError) -> NextHeader {
        try window.require(6, of: .frameRelay)
        let organisation = frame.number32(window.start) & 0xFF_FFFF
        let type = frame.number16(window.start + 4)
        window.advance(6)
        switch organisation {
        case 0: return .etherType(type)
        case ieee8021 where type == 0x0001 || type == 0x0007: return .ethernet
        default: throw DecodingError(.frameRelay, at: start, .unsupported(number: organisation))
        }
    }
}
