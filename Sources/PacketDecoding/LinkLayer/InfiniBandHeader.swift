import NetworkTypes

/// IP over InfiniBand (LINKTYPE_IPOIB): a Global Route Header (40 bytes), which libpcap leaves in front, then EtherType (2)
/// and reserved (2) (RFC 4391 section 6).
enum InfiniBandHeader {
    private static let (route, length) = (40, 44)

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .infiniBand)
        let type = frame.number16(window.start + route)
        window.advance(length)
        return .etherType(type)
    }
}
