import NetworkTypes

/// What an IP packet carries when it is a tunnel's: which header comes next, and where.
struct TunnelContent {
    let next: NextHeader
    let window: Window
}

/// Tells tunnels by protocol number and by the ports registered for them.
public enum Tunnel {
    /// What the packet of `header` carries; `nil` when it is not a tunnel's.
    static func content(_ frame: Span<UInt8>, of header: NetworkHeader) throws(DecodingError) -> TunnelContent? {
        guard !header.isLaterFragment else { return nil }
        var window = header.payload
        let next =
            header.transport == .udp
            ? try datagramContent(frame, &window) : try content(frame, &window, of: header.transport.rawValue)
        return next.map { TunnelContent(next: $0, window: window) }
    }

    /// What a protocol of IP other than UDP carries; `nil` for one that is not a tunnel.
    static func content(
        _ frame: Span<UInt8>, _ window: inout Window, of number: UInt8
    ) throws(DecodingError) -> NextHeader? {
        switch number {
        case 4: return .ipv4
        case 41: return .ipv6
        case 47: return .gre
        case 94: return .ip
        case 97: return .etherIP
        case 103: return try PIMRegister.next(frame, &window)
        case 115: return try L2TPHeader.nextInIP(frame, &window)
        case 137: return .mpls
        case 143: return .ethernet
        case 145: return .nsh
        // Minimal encapsulation, ESP, RFC 1241, IP compression, header compression: recognised and not followed.
        case 50, 55, 98, 108, 142:
            throw DecodingError(.ipProtocol, at: window.start, .unsupported(number: UInt32(number)))
        default: return nil
        }
    }

    /// Whether a datagram with these ports is a tunnel's.
    ///
    /// Most ports are told apart from the tunnels' by where they lie, and most others by their last bits; what is left is
    /// compared one by one.
    @inlinable @inline(__always)
    public static func isTunnel(source: UInt16, destination: UInt16) -> Bool {
        // Numbers of a register's width, which need not be narrowed again.
        let (source, destination) = (UInt32(source), UInt32(destination))
        let mayBe =
            destination &- DatagramTunnel.lowestPort <= DatagramTunnel.portSpan
            || source &- DatagramTunnel.lowestPort <= DatagramTunnel.answeringPortSpan
            || destination == DatagramTunnel.highestPort
        guard mayBe else { return false }
        let lastBits =
            DatagramTunnel.lastBits >> UInt64(destination & 63)
            | DatagramTunnel.answeringLastBits >> UInt64(source & 63)
        guard lastBits & 1 != 0 else { return false }
        return DatagramTunnel.isNamed(
            source: UInt16(truncatingIfNeeded: source), destination: UInt16(truncatingIfNeeded: destination))
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
        return try DatagramTunnel(source: source, destination: destination)?.next(frame, &window)
    }
}
