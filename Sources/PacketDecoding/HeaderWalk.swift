import NetworkTypes

/// The way from the first header of a frame, or of a tunnel's content, to the IP header behind it.
enum HeaderWalk {
    /// How many steps are taken before a frame is given up: room for sixty tags, each with its type.
    private static let maximumSteps = 124

    /// Follows headers from `first` to an IP header.
    static func networkHeader(
        _ frame: Span<UInt8>, _ window: Window, from first: NextHeader
    ) throws(DecodingError) -> NetworkHeader {
        var window = window
        return try networkHeader(frame, &window, from: first)
    }

    /// As above; also where it fails, `window` has what was learnt on the way.
    static func networkHeader(
        _ frame: Span<UInt8>, _ window: inout Window, from first: NextHeader
    ) throws(DecodingError) -> NetworkHeader {
        var next = first
        for _ in 0..<maximumSteps {
            switch next {
            case .ipv4: return try IPv4Header(frame, window).networkHeader
            case .ipv6: return try IPv6Header(frame, window).networkHeader(frame)
            default: next = try step(frame, &window, next)
            }
        }
        throw DecodingError(.nesting, at: window.start, .malformed(field: .depth))
    }

    private static func step(
        _ frame: Span<UInt8>, _ window: inout Window, _ header: NextHeader
    ) throws(DecodingError) -> NextHeader {
        switch header {
        case .linkType(let number):
            return try LinkHeader.next(frame, &window, linkType: LinkType(rawValue: number))
        case .ethernet: return try EthernetHeader.next(frame, &window)
        case .etherType(let number): return try EtherType.next(number, at: window.start)
        case .llc: return try LLCHeader.next(frame, &window)
        case .ppp: return try PPPHeader.next(frame, &window)
        case .pppFraming: return try PPPHeader.nextAfterFraming(frame, &window)
        case .pppoe: return try PPPoEHeader.next(frame, &window)
        case .frameRelay: return try FrameRelayHeader.next(frame, &window)
        case .ieee80211(let form): return try IEEE80211Header.next(frame, &window, form)
        case .ieee80211Subframe(let inMesh): return try IEEE80211Subframe.next(frame, &window, inMesh: inMesh)
        case .vlan: return try VLANTag.next(frame, &window)
        case .tag(let tag): return try tag.next(frame, &window)
        case .ciscoMetadata: return try CiscoMetadataTag.next(frame, &window)
        case .macsec: return try MACsecTag.next(frame, &window)
        case .pbb: return try BackboneTag.next(&window)
        case .fabricPath: return try FabricPathTag.next(&window)
        case .trill: return try TRILLHeader.next(frame, &window)
        case .nsh: return try NSHHeader.next(frame, &window)
        case .mpls: return try MPLSLabelStack.next(frame, &window)
        case .ip, .ipv4, .ipv6: return try IPVersion.next(frame, window)
        case .gre: return try GREHeader.next(frame, &window)
        case .wccp: return try WCCPHeader.next(frame, &window)
        case .erspan(let form): return try ERSPANHeader.next(frame, &window, form)
        case .etherIP: return try EtherIPHeader.next(frame, &window)
        }
    }
}
