package import NetworkTypes

/// The first header of a frame, chosen by the capture's link type (the registry of LINKTYPE_ values at tcpdump.org).
package enum LinkHeader {
    /// Whether frames of this link type are decoded.
    package static func isKnown(_ linkType: LinkType) -> Bool {
        known.contains(linkType)
    }

    private static let known: Set<LinkType> = [
        .null, .ethernet, .ppp, .rawDLT12, .rawDLT14, .pppHDLC, .pppEther, .raw, .ciscoHDLC, .ieee80211, .loop,
        .linuxSLL, .prism, .radiotap, .ieee80211AVS, .pppPPPD, .ppi, .pppWithDirection, .ipv4, .ipv6, .linuxSLL2,
    ]

    static func next(
        _ frame: Span<UInt8>, _ window: inout Window, linkType: LinkType
    ) throws(DecodingError) -> NextHeader {
        switch linkType {
        case .ethernet: return .ethernet
        case .raw, .rawDLT12, .rawDLT14: return .ip
        case .ipv4: return .ipv4
        case .ipv6: return .ipv6
        case .null, .loop: return try NullHeader.next(frame, &window, linkType: linkType)
        case .linuxSLL: return try LinuxSLLHeader.next(frame, &window)
        case .linuxSLL2: return try LinuxSLL2Header.next(frame, &window)
        case .ppp, .pppHDLC: return try PPPHeader.nextAfterFraming(frame, &window)
        case .pppPPPD, .pppWithDirection: return try PPPHeader.nextAfterDirection(frame, &window)
        case .pppEther: return .pppoe
        case .ciscoHDLC: return try CiscoHDLCHeader.next(frame, &window)
        case .ieee80211: return .ieee80211(paddedTo32Bits: false)
        case .radiotap: return try RadiotapHeader.next(frame, &window)
        case .prism: return try PrismHeader.next(frame, &window)
        case .ieee80211AVS: return try AVSHeader.next(frame, &window)
        case .ppi: return try PPIHeader.next(frame, &window)
        default: throw DecodingError(.linkType, at: window.start, .unsupported(number: UInt32(linkType.rawValue)))
        }
    }
}
