import NetworkTypes

/// The point-to-point protocol (RFC 1661 section 2): a protocol number of 2 bytes, or of 1 where it was compressed
/// (section 6.5); on serial lines behind address and control (RFC 1662 section 3.1), which may be left out.
enum PPPHeader {
    private static let addressAndControl: UInt16 = 0xFF03

    /// From the protocol number on.
    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        let start = window.start
        let number = try protocolNumber(frame, &window)
        switch number {
        case 0x0021: return .ipv4
        case 0x0057: return .ipv6
        case 0x0281, 0x0283: return .mpls
        case 0x0031: return try bridged(frame, &window)
        case 0x0201, 0x0207, 0x8000...: throw DecodingError(.ppp, at: start, .notIP(.pppControl))
        default: throw DecodingError(.ppp, at: start, .unsupported(number: UInt32(number)))
        }
    }

    /// From the framing on, as LINKTYPE_PPP and LINKTYPE_PPP_HDLC have it; Cisco's framing stands there too.
    static func nextAfterFraming(
        _ frame: Span<UInt8>, _ window: inout Window
    ) throws(DecodingError) -> NextHeader {
        try window.require(2, of: .ppp)
        let first = frame[window.start]
        if first == 0x0F || first == 0x8F { return try CiscoHDLCHeader.next(frame, &window) }
        if frame.number16(window.start) == addressAndControl { window.advance(2) }
        return .ppp
    }

    /// From a byte that tells the direction on: it stands before the framing (LINKTYPE_PPP_WITH_DIR) or in the place
    /// of its address (LINKTYPE_PPP_PPPD).
    static func nextAfterDirection(
        _ frame: Span<UInt8>, _ window: inout Window
    ) throws(DecodingError) -> NextHeader {
        try window.require(3, of: .ppp)
        window.advance(1)
        if frame.number16(window.start) == addressAndControl {
            window.advance(2)
        } else if frame[window.start] == UInt8(truncatingIfNeeded: addressAndControl) {
            window.advance(1)
        }
        return .ppp
    }

    /// A bridged frame (RFC 3518 section 4.2): flags (1 byte), kind of frame (1), where a flag says so a LAN's number (4).
    private static func bridged(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(2, of: .ppp)
        let (hasLANNumber, ethernet): (UInt8, UInt8) = (0x40, 1)
        let (flags, kind) = (frame[window.start], frame[window.start + 1])
        guard kind == ethernet else { throw DecodingError(.ppp, at: window.start, .unsupported(number: 0x0031)) }
        window.advance(flags & hasLANNumber != 0 ? 6 : 2)
        return .ethernet
    }

    private static func protocolNumber(
        _ frame: Span<UInt8>, _ window: inout Window
    ) throws(DecodingError) -> UInt16 {
        try window.require(1, of: .ppp)
        let first = frame[window.start]
        // The last bit of the first byte is set only in a compressed number.
        if first & 1 == 1 {
            window.advance(1)
            return UInt16(first)
        }
        try window.require(2, of: .ppp)
        defer { window.advance(2) }
        return frame.number16(window.start)
    }
}
