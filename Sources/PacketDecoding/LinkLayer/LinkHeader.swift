package import NetworkTypes

/// The first header of a frame, chosen by the capture's link type (the registry of LINKTYPE_ values at tcpdump.org).
package enum LinkHeader {
    /// Whether frames of this link type are decoded.
    package static func isKnown(_ linkType: LinkType) -> Bool {
        var window = Window(capturedLength: 0, originalLength: 0)
        do throws(DecodingError) {
            _ = try next([UInt8]().span, &window, linkType: linkType)
            return true
        } catch {
            // Without a byte of the frame every header is cut, except where there is no header.
            return error.header != .linkType
        }
    }

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
        case .ieee80211: return .ieee80211(.plain)
        case .radiotap: return try RadiotapHeader.next(frame, &window)
        case .prism: return try PrismHeader.next(frame, &window)
        case .ieee80211AVS: return try AVSHeader.next(frame, &window)
        case .ppi: return try PPIHeader.next(frame, &window)
        default: return try nextOfRarer(frame, &window, linkType)
        }
    }

    private static func nextOfRarer(
        _ frame: Span<UInt8>, _ window: inout Window, _ linkType: LinkType
    ) throws(DecodingError) -> NextHeader {
        switch linkType {
        case .nflog: return try NFLOGHeader.next(frame, &window)
        case .pktap: return try PKTAPHeader.next(frame, &window)
        case .pflog: return try PFLOGHeader.next(frame, &window)
        case .enc: return try ENCHeader.next(frame, &window)
        case .ipnet: return try IPNETHeader.next(frame, &window)
        case .slip: return try SLIPHeader.next(frame, &window)
        case .arcnet, .arcnetLinux: return try ARCNETHeader.next(frame, &window, linkType: linkType)
        case .frameRelay: return .frameRelay
        case .frameRelayWithDirection, .ciscoHDLCWithDirection:
            window.advance(1)
            return try linkType == .frameRelayWithDirection ? .frameRelay : CiscoHDLCHeader.next(frame, &window)
        case .atmRFC1483: return .llc
        case .sunATM: return try SunATMHeader.next(frame, &window)
        case .tokenRing: return try TokenRingHeader.next(frame, &window)
        case .fddi: return try FDDIHeader.next(frame, &window)
        case .ipOverFibreChannel: return try FibreChannelHeader.next(&window)
        case .fireWire: return try FireWireHeader.next(frame, &window)
        case .ipOverInfiniBand: return try InfiniBandHeader.next(frame, &window)
        case .mpls: return .mpls
        case .erf: return try ERFHeader.next(frame, &window)
        case .netAnalyzer, .netAnalyzerTransparent: return try NetAnalyzerHeader.next(&window, linkType: linkType)
        case .dsaTagBroadcom, .dsaTagBroadcomPrepended, .dsaTagDSA, .dsaTagEDSA:
            return try SwitchTagHeader.next(frame, &window, linkType: linkType)
        case _ where linkType.isJuniper: return try JuniperHeader.next(frame, &window, linkType: linkType)
        default: throw DecodingError(.linkType, at: window.start, .unsupported(number: UInt32(linkType.rawValue)))
        }
    }
}
