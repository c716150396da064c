import NetworkTypes

/// An Ethernet header (IEEE 802.3 section 3): destination (6 bytes), source (6), type or length (2).
enum EthernetHeader {
    static let length = 14

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .ethernet)
        let field = frame.number16(window.start + 12)
        window.advance(length)
        return EtherType.typeOrLength(field, &window)
    }
}
