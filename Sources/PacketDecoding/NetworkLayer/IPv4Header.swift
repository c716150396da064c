import NetworkTypes

/// An IPv4 header (RFC 791 section 3.1).
///
/// Layout: version and header length in words (1 byte), DSCP and ECN (1), total length (2), identification (2),
/// flags and fragment offset (2), time to live (1), protocol (1), checksum (2), source (4), destination (4), options.
/// The checksum is not verified: capturing hosts leave it to their network cards.
struct IPv4Header {
    let networkHeader: NetworkHeader

    static let minimumLength = 20

    /// - Throws: when 20 bytes are not there, or version, header length or total length contradict each other.
    init(_ frame: Span<UInt8>, _ window: Window) throws(DecodingError) {
        try window.require(Self.minimumLength, of: .ipv4)
        let start = window.start
        guard frame[start] >> 4 == 4 else { throw DecodingError(.ipv4, at: start, .malformed(field: .version)) }
        let headerLength = Int(frame[start] & 0x0F) * 4
        guard headerLength >= Self.minimumLength else {
            throw DecodingError(.ipv4, at: start, .malformed(field: .headerLength))
        }
        let totalLength = Int(frame.number16(start + 2))
        var remarks = DecodedPacket.Remarks(rawValue: 0)
        var payload = window
        if totalLength == 0 {
            // Segmentation offload: the card fills the length in. The packet is as long as its frame.
            remarks.insert(.lengthNotStated)
            guard headerLength <= window.stated else {
                throw DecodingError(.ipv4, at: start, .malformed(field: .headerLength))
            }
        } else {
            guard totalLength >= headerLength else {
                throw DecodingError(.ipv4, at: start, .malformed(field: .totalLength))
            }
            payload.limit(totalLength)
        }
        payload.advance(headerLength)
        let fragment = frame.number16(start + 6)
        var transport = TransportProtocol(rawValue: frame[start + 9])
        let isLaterFragment = fragment & 0x1FFF != 0
        if !isLaterFragment {
            IPv6Extension.skipAuthenticationHeader(frame, &payload, &transport, &remarks)
        }
        networkHeader = NetworkHeader(
            source: .v4(IPv4Address(rawValue: frame.number32(start + 12))),
            destination: .v4(IPv4Address(rawValue: frame.number32(start + 16))),
            transport: transport, length: UInt32(totalLength), isLaterFragment: isLaterFragment,
            start: start, payload: payload, remarks: remarks,
            hops: headerLength > Self.minimumLength ? SourceRoute.hops(frame, window, headerLength) : [])
    }
}
