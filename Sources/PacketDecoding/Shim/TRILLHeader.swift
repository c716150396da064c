import NetworkTypes

/// A TRILL header (RFC 6325 section 3.2): version, multicast bit, options' length in words and hop count (2 bytes), egress
/// (2) and ingress nickname (2), options; an Ethernet frame follows.
enum TRILLHeader {
    private static let length = 6

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .trill)
        let first = frame.number16(window.start)
        guard first >> 14 == 0 else { throw DecodingError(.trill, at: window.start, .malformed(field: .version)) }
        window.advance(length + Int(first >> 6 & 0x1F) * 4)
        return .ethernet
    }
}
