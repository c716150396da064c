import NetworkTypes

/// What an IP packet carries when it is a tunnel's: which header comes next, and where.
struct TunnelContent {
    let next: NextHeader
    let window: Window
}

/// Tells tunnels by protocol number and by the ports registered for them.
public enum Tunnel {
    private static let ipInIP: UInt8 = 4
    private static let ipv6InIP: UInt8 = 41
    private static let gre: UInt8 = 47

    /// What the packet of `header` carries; `nil` when it is no tunnel's.
    static func content(_ frame: Span<UInt8>, of header: NetworkHeader) throws(DecodingError) -> TunnelContent? {
        guard !header.isLaterFragment else { return nil }
        var window = header.payload
        switch header.transport.rawValue {
        case ipInIP: return TunnelContent(next: .ipv4, window: window)
        case ipv6InIP: return TunnelContent(next: .ipv6, window: window)
        case gre: return TunnelContent(next: try GREHeader.next(frame, &window), window: window)
        case TransportProtocol.udp.rawValue:
            guard let next = try datagramContent(frame, &window) else { return nil }
            return TunnelContent(next: next, window: window)
        default: return nil
        }
    }

    /// Whether a datagram with these ports is a tunnel's. GTP-U and Teredo are told by either port, the others by the
    /// destination, for their source ports are drawn to spread load.
    @inlinable @inline(__always)
    public static func isTunnel(source: UInt16, destination: UInt16) -> Bool {
        destination == VXLANHeader.port || destination == GENEVEHeader.port || destination == GTPUHeader.port
            || destination == TeredoHeader.port || source == GTPUHeader.port || source == TeredoHeader.port
    }

    /// What a UDP datagram to a tunnel's port carries.
    private static func datagramContent(
        _ frame: Span<UInt8>, _ window: inout Window
    ) throws(DecodingError) -> NextHeader? {
        guard window.present >= UDPHeader.length else { return nil }
        let source = frame.number16(window.start)
        let destination = frame.number16(window.start + 2)
        let length = Int(frame.number16(window.start + 4))
        if length >= UDPHeader.length { window.tighten(length) }
        window.advance(UDPHeader.length)
        guard isTunnel(source: source, destination: destination) else { return nil }
        switch (source, destination) {
        case (_, VXLANHeader.port): return try VXLANHeader.next(frame, &window)
        case (_, GENEVEHeader.port): return try GENEVEHeader.next(frame, &window)
        case (_, GTPUHeader.port), (GTPUHeader.port, _): return try GTPUHeader.next(frame, &window)
        case (_, TeredoHeader.port), (TeredoHeader.port, _): return try TeredoHeader.next(frame, &window)
        default: return nil
        }
    }
}
