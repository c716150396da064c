import NetworkTypes

/// A frame that Hilscher's netANALYZER captured: four bytes about it, in transparent mode also the preamble (8), then
/// Ethernet.
enum NetAnalyzerHeader {
    static func next(_ window: inout Window, linkType: LinkType) throws(DecodingError) -> NextHeader {
        let length = linkType == .netAnalyzerTransparent ? 12 : 4
        try window.require(length, of: .netAnalyzer)
        window.advance(length)
        return .ethernet
    }
}
