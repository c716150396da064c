public import NetworkTypes

/// The ends of the packet that an ICMP error speaks of, as the error quotes it.
public struct QuotedPacket: Equatable, Sendable {
    public let source: IPAddress
    public let destination: IPAddress

    /// - Parameters:
    ///   - quote: from the quoted IP header on.
    ///   - isIPv6: whether the error is of ICMPv6, which quotes IPv6.
    init?(_ frame: Span<UInt8>, _ quote: Window, isIPv6: Bool) {
        let start = quote.start
        guard quote.present >= (isIPv6 ? IPv6Header.length : IPv4Header.minimumLength),
            frame[start] >> 4 == (isIPv6 ? 6 : 4)
        else { return nil }
        if isIPv6 {
            source = .v6(IPv6Address(rawValue: frame.number128(start + 8)))
            destination = .v6(IPv6Address(rawValue: frame.number128(start + 24)))
        } else {
            source = .v4(IPv4Address(rawValue: frame.number32(start + 12)))
            destination = .v4(IPv4Address(rawValue: frame.number32(start + 16)))
        }
    }
}
