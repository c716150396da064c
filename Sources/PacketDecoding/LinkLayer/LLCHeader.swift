import NetworkTypes

/// A logical link control header (IEEE 802.2): destination and source access point (1 byte each), control (1 or 2),
/// and for SNAP (RFC 1042) an organisation code (3) and a type (2); for OSI's networks (RFC 2684 section 5) a number (1).
///
/// All other access points stand for services that hold no IP.
enum LLCHeader {
    private static let ip: UInt8 = 0x06
    private static let snap: UInt8 = 0xAA
    private static let osi: UInt8 = 0xFE
    private static let unnumberedInformation: UInt8 = 0x03

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(3, of: .llc)
        let start = window.start
        let destination = frame[start]
        guard [ip, snap, osi].contains(destination) else {
            throw DecodingError(.llc, at: start, .notIP(kind(destination)))
        }
        guard frame[start + 2] == unnumberedInformation, destination == frame[start + 1] else {
            // IS-IS and the link's own questions take other forms; IP takes none.
            throw DecodingError(.llc, at: start, .notIP(destination == osi ? .osi : .llc))
        }
        switch destination {
        case ip:
            window.advance(3)
            return .ipv4
        case snap: return try organisation(frame, &window)
        default:
            window.advance(3)
            return try NetworkLayerIdentifier.next(frame, &window, of: .llc)
        }
    }

    private static func organisation(
        _ frame: Span<UInt8>, _ window: inout Window
    ) throws(DecodingError) -> NextHeader {
        let (rfc1042, bridgeTunnel, ieee8021, cisco): (UInt32, UInt32, UInt32, UInt32)
        (rfc1042, bridgeTunnel, ieee8021, cisco) = (0, 0x0000F8, 0x0080C2, 0x00000C)
        try window.require(8, of: .llc)
        let start = window.start
        let organisation = UInt32(frame[start + 3]) << 16 | UInt32(frame.number16(start + 4))
        let type = frame.number16(start + 6)
        window.advance(8)
        switch organisation {
        case rfc1042, bridgeTunnel: return .etherType(type)
        case ieee8021 where type == 0x0001 || type == 0x0007:
            // A bridged Ethernet frame, with or without its check sequence, behind two bytes of padding (RFC 2684).
            window.advance(2)
            return .ethernet
        case ieee8021 where type == 0x000E: throw DecodingError(.llc, at: start, .notIP(.stp))
        case cisco: throw DecodingError(.llc, at: start, .notIP(.cisco))
        case 0x080007: throw DecodingError(.llc, at: start, .notIP(.appleTalk))
        default: throw DecodingError(.llc, at: start, .unsupported(number: organisation))
        }
    }

    private static func kind(_ accessPoint: UInt8) -> NonIPKind {
        switch accessPoint {
        case 0x42: .stp
        case 0xE0, 0xFF: .ipx
        case 0xF0: .netBIOS
        default: .llc
        }
    }
}
