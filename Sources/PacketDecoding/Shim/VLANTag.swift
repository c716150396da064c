import NetworkTypes

/// A VLAN tag behind its type (IEEE 802.1Q section 9.6): priority and VLAN identifier (2 bytes), type or length (2).
enum VLANTag {
    static let length = 4

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .vlan)
        let field = frame.number16(window.start + 2)
        window.advance(length)
        return EtherType.typeOrLength(field, &window)
    }
}
