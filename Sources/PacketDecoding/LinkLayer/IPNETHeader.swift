/// What Solaris' IP observability shows (LINKTYPE_IPNET): version (1 byte), address family (1), and where the packet came
/// from and went to (22).
enum IPNETHeader {
    private static let length = 24

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .ipnet)
        let start = window.start
        guard frame[start] == 1 else { throw DecodingError(.ipnet, at: start, .malformed(field: .version)) }
        guard let next = AddressFamily.next(UInt32(frame[start + 1])) else {
            throw DecodingError(.ipnet, at: start, .unsupported(number: UInt32(frame[start + 1])))
        }
        window.advance(length)
        return next
    }
}
