import NetworkTypes

/// The tags that switch chips put into frames on the way to their host (Distributed Switch Architecture), as link types:
/// four bytes before the frame (Broadcom's prepended), or four (Broadcom's, Marvell's) or eight (Marvell's extended one,
/// with a type of its own in front) between addresses and type.
enum SwitchTagHeader {
    private static let addressesLength = 12

    static func next(
        _ frame: Span<UInt8>, _ window: inout Window, linkType: LinkType
    ) throws(DecodingError) -> NextHeader {
        let tagLength = linkType == .dsaTagEDSA ? 8 : 4
        if linkType == .dsaTagBroadcomPrepended {
            try window.require(tagLength, of: .dsa)
            window.advance(tagLength)
            return .ethernet
        }
        try window.require(addressesLength + tagLength + 2, of: .dsa)
        let field = frame.number16(window.start + addressesLength + tagLength)
        window.advance(addressesLength + tagLength + 2)
        return EtherType.typeOrLength(field, &window)
    }
}
