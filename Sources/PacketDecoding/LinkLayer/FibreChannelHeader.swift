import NetworkTypes

/// IP over Fibre Channel (LINKTYPE_IP_OVER_FC, RFC 2625): destination (8 bytes), source (8), then an LLC header.
enum FibreChannelHeader {
    private static let length = 16

    static func next(_ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .fibreChannel)
        window.advance(length)
        return .llc
    }
}

/// IP over IEEE 1394 (LINKTYPE_APPLE_IP_OVER_IEEE1394): destination (8 bytes), source (8), EtherType (2).
enum FireWireHeader {
    private static let length = 18

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .fireWire)
        let type = frame.number16(window.start + 16)
        window.advance(length)
        return .etherType(type)
    }
}
