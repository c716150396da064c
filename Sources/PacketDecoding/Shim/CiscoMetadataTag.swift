import NetworkTypes

/// Cisco's metadata, the inline tag of TrustSec (draft-smith-kandula-sxp section 2): version (1 byte), length in words (1),
/// for each word an option and its value, such as the group that the sender belongs to; then an EtherType (2).
enum CiscoMetadataTag {
    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(2, of: .ciscoMetadata)
        let start = window.start
        guard frame[start] == 1 else { throw DecodingError(.ciscoMetadata, at: start, .malformed(field: .version)) }
        let length = 2 + Int(frame[start + 1]) * 4
        try window.require(length + 2, of: .ciscoMetadata)
        let field = frame.number16(start + length)
        window.advance(length + 2)
        return EtherType.typeOrLength(field, &window)
    }

    /// In GRE the EtherType stands in front.
    static func nextInGRE(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(4, of: .ciscoMetadata)
        let start = window.start
        guard frame[start + 2] == 1 else { throw DecodingError(.ciscoMetadata, at: start, .malformed(field: .version)) }
        let field = frame.number16(start)
        window.advance(4 + Int(frame[start + 3]) * 4)
        return EtherType.typeOrLength(field, &window)
    }
}
