/// A LISP data header (RFC 9300 section 5.1): flags (1 byte), nonce or map version (3), instance or status bits (4); an IP
/// packet follows.
enum LISPHeader {
    private static let length = 8

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .lisp)
        window.advance(length)
        return .ip
    }
}
