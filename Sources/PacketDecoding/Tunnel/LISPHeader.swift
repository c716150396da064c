/// A LISP data header (RFC 9300 section 5.1): flags (1 byte), nonce or map version (3), instance or status bits (4); an IP
/// packet follows, or where a flag says so what the last byte of the nonce states (RFC 9305 section 3).
enum LISPHeader {
    private static let length = 8
    private static let statesProtocol: UInt8 = 0x04

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .lisp)
        let start = window.start
        window.advance(length)
        guard frame[start] & statesProtocol != 0 else { return .ip }
        return try NSHHeader.next(frame[start + 3], at: start, of: .lisp)
    }
}
