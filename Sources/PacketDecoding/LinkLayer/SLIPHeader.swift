/// Serial line IP (LINKTYPE_SLIP, RFC 1055): direction (1 byte), kind and connection (1), and what else the headers'
/// compression needs (14), put there by the capturing host.
enum SLIPHeader {
    private static let length = 16
    /// A segment whose headers are compressed (RFC 1144), which only the receiver's memory can restore.
    private static let compressed: UInt8 = 0x80

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .slip)
        let kind = frame[window.start + 1]
        guard kind & compressed == 0 else {
            throw DecodingError(.slip, at: window.start, .unsupported(number: UInt32(kind)))
        }
        window.advance(length)
        return .ip
    }
}
