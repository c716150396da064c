import NetworkTypes

/// What Juniper's routers put in front of a captured packet: "MGC" (3 bytes), flags (1), where a flag says so extensions
/// behind their length (2), then what the kind of interface adds.
///
/// Where a flag says that the link header was left out, four bytes and an IP packet follow, whatever the interface.
/// Of the interfaces, those are followed whose frames are of a framing known here; for the others that flag is needed.
enum JuniperHeader {
    private static let magic: UInt32 = 0x4D4743
    private static let (withoutLinkHeader, hasExtensions): (UInt8, UInt8) = (0x02, 0x80)

    static func next(
        _ frame: Span<UInt8>, _ window: inout Window, linkType: LinkType
    ) throws(DecodingError) -> NextHeader {
        try window.require(4, of: .juniper)
        let start = window.start
        guard frame.number32(start) >> 8 == magic else {
            throw DecodingError(.juniper, at: start, .malformed(field: .magic))
        }
        let flags = frame[start + 3]
        window.advance(4)
        if flags & hasExtensions != 0 {
            try window.require(2, of: .juniper)
            window.advance(2 + Int(frame.number16(window.start)))
        }
        if flags & withoutLinkHeader != 0 {
            window.advance(4)
            return .ip
        }
        switch linkType {
        case .juniperEther: return .ethernet
        case .juniperPPP: return try PPPHeader.nextAfterFraming(frame, &window)
        case .juniperCHDLC: return try CiscoHDLCHeader.next(frame, &window)
        case .juniperFrameRelay: return .frameRelay
        case .juniperATM1: return try behindCookie(frame, &window, length: 4)
        case .juniperATM2: return try behindCookie(frame, &window, length: 8)
        default: throw DecodingError(.juniper, at: start, .unsupported(number: UInt32(linkType.rawValue)))
        }
    }

    /// Behind what an ATM interface adds come LLC, the number of a network protocol, or PPP.
    private static func behindCookie(
        _ frame: Span<UInt8>, _ window: inout Window, length: Int
    ) throws(DecodingError) -> NextHeader {
        window.advance(length)
        try window.require(3, of: .juniper)
        let first = frame.number16(window.start)
        switch first {
        case 0xAAAA, 0xFEFE: return .llc
        case 0xFF03: return try PPPHeader.nextAfterFraming(frame, &window)
        default: break
        }
        if first >> 8 == 0x03 {
            window.advance(1)
            return try NetworkLayerIdentifier.next(frame, &window, of: .juniper)
        }
        return .ip
    }
}
