import NetworkTypes

/// Cisco's HDLC framing (LINKTYPE_C_HDLC, RFC 1547 section 4.3.1): address (1 byte), control (1), EtherType (2).
enum CiscoHDLCHeader {
    static let length = 4

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .ciscoHDLC)
        let number = frame.number16(window.start + 2)
        window.advance(length)
        return .etherType(number)
    }
}
