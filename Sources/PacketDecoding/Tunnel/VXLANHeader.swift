/// A VXLAN header (RFC 7348 section 5): flags (1 byte), reserved (3), network identifier (3), reserved (1); an
/// Ethernet frame follows.
///
/// Of the generic protocol extension (draft-ietf-nvo3-vxlan-gpe section 3), sent to a port of its own, the last reserved
/// byte before the identifier says what follows, where a flag says that it does.
enum VXLANHeader {
    private static let length = 8
    private static let (identifierIsValid, statesProtocol): (UInt8, UInt8) = (0x08, 0x04)

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .vxlan)
        guard frame[window.start] & identifierIsValid != 0 else {
            throw DecodingError(.vxlan, at: window.start, .malformed(field: .flags))
        }
        window.advance(length)
        return .ethernet
    }

    static func nextOfGenericExtension(
        _ frame: Span<UInt8>, _ window: inout Window
    ) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .vxlanGPE)
        let start = window.start
        let flags = frame[start]
        guard flags & 0x30 == 0 else { throw DecodingError(.vxlanGPE, at: start, .malformed(field: .version)) }
        let isOfTheTunnel: UInt8 = 0x01
        guard flags & isOfTheTunnel == 0 else { throw DecodingError(.vxlanGPE, at: start, .notIP(.tunnelControl)) }
        window.advance(length)
        guard flags & statesProtocol != 0 else { return .ethernet }
        return try NSHHeader.next(frame[start + 3], at: start, of: .vxlanGPE)
    }
}
