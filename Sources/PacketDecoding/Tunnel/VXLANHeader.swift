/// A VXLAN header (RFC 7348 section 5): flags (1 byte), reserved (3), network identifier (3), reserved (1); an
/// Ethernet frame follows.
public enum VXLANHeader {
    @inlinable @inline(__always) public static var port: UInt16 { 4789 }
    private static let length = 8
    private static let identifierIsValid: UInt8 = 0x08

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .vxlan)
        guard frame[window.start] & identifierIsValid != 0 else {
            throw DecodingError(.vxlan, at: window.start, .malformed(field: .flags))
        }
        window.advance(length)
        return .ethernet
    }
}
