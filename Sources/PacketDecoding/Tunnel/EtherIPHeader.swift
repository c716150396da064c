/// An EtherIP header (RFC 3378 section 3): version (4 bits), reserved (12); an Ethernet frame follows.
enum EtherIPHeader {
    private static let length = 2

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .etherIP)
        guard frame[window.start] >> 4 == 3 else {
            throw DecodingError(.etherIP, at: window.start, .malformed(field: .version))
        }
        window.advance(length)
        return .ethernet
    }
}
