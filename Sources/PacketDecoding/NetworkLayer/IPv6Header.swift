import NetworkTypes

/// An IPv6 header (RFC 8200 section 3).
///
/// Layout: version, traffic class and flow label (4 bytes), payload length (2), next header (1), hop limit (1),
/// source (16), destination (16).
struct IPv6Header {
    private let source: IPv6Address
    private let destination: IPv6Address
    private let payloadLength: Int
    private let nextHeader: TransportProtocol
    private let start: Int
    private var payload: Window

    static let length = 40
    static var noNextHeader: TransportProtocol { TransportProtocol(rawValue: 59) }

    /// - Throws: when 40 bytes are not there, or the version is another.
    init(_ frame: Span<UInt8>, _ window: Window) throws(DecodingError) {
        try window.require(Self.length, of: .ipv6)
        start = window.start
        guard frame[start] >> 4 == 6 else { throw DecodingError(.ipv6, at: start, .malformed(field: .version)) }
        payloadLength = Int(frame.number16(start + 4))
        nextHeader = TransportProtocol(rawValue: frame[start + 6])
        source = IPv6Address(rawValue: frame.number128(start + 8))
        destination = IPv6Address(rawValue: frame.number128(start + 24))
        payload = window
        payload.advance(Self.length)
        // 0 stands for a jumbogram (RFC 2675) or segmentation offload: the packet is as long as its frame.
        if payloadLength > 0 || nextHeader == Self.noNextHeader { payload.limit(payloadLength) }
    }

    /// The header with its extension headers behind it.
    func networkHeader(_ frame: Span<UInt8>) -> NetworkHeader {
        let isUnstated = payloadLength == 0 && nextHeader != Self.noNextHeader
        var header = NetworkHeader(
            source: .v6(source), destination: .v6(destination), transport: nextHeader,
            length: UInt32(Self.length + payloadLength), isLaterFragment: false, start: start, payload: payload,
            remarks: isUnstated ? .lengthNotStated : DecodedPacket.Remarks(rawValue: 0))
        IPv6Extension.skipAll(frame, &header)
        return header
    }
}
