/// A Register message of Protocol Independent Multicast (RFC 7761 section 4.9.3), in which a router hands a multicast
/// packet on: version and type (1 byte), reserved (1), checksum (2), flags (4), and the packet.
enum PIMRegister {
    private static let length = 8

    /// - Returns: `nil` for the protocol's other messages, which are no tunnel.
    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader? {
        guard window.present >= 1, frame[window.start] == 0x21 else { return nil }
        try window.require(length, of: .pim)
        let isNull = frame[window.start + 4] & 0x40 != 0
        guard !isNull else { throw DecodingError(.pim, at: window.start, .notIP(.tunnelControl)) }
        window.advance(length)
        return .ip
    }
}
