/// The service tag of Provider Backbone Bridges (IEEE 802.1ah, I-TAG, section 9.7): flags (1 byte), service (3), then the
/// customer's Ethernet frame.
enum BackboneTag {
    private static let length = 4

    static func next(_ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .pbb)
        window.advance(length)
        return .ethernet
    }
}

/// Cisco's FabricPath tag: tree and time to live (2 bytes), then the Ethernet frame that came in.
enum FabricPathTag {
    private static let length = 2

    static func next(_ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .fabricPath)
        window.advance(length)
        return .ethernet
    }
}
