import NetworkTypes

/// The address family in front of packets from BSD loopback: four bytes in the capturing host's order (null) or in
/// network order (loop).
enum NullHeader {
    static let length = 4

    static func next(
        _ frame: Span<UInt8>, _ window: inout Window, linkType: LinkType
    ) throws(DecodingError) -> NextHeader {
        let header: HeaderKind = linkType == .loop ? .loop : .null
        try window.require(length, of: header)
        var family = frame.number32(window.start)
        // Families are small numbers: one that seems large was written by a little-endian host.
        if linkType == .null, family > 0xFFFF { family = family.byteSwapped }
        let start = window.start
        window.advance(length)
        guard let next = AddressFamily.next(family) else {
            throw DecodingError(header, at: start, .unsupported(number: family))
        }
        return next
    }
}
