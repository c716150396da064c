import NetworkTypes

/// A packet that macOS captured on some interface (LINKTYPE_PKTAP, little-endian): length of the header (4 bytes), what
/// follows (4: 1 for a packet), its link type (4), and more about interface and process.
enum PKTAPHeader {
    private static let minimumLength = 12

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(minimumLength, of: .pktap)
        let start = window.start
        let length = Int(frame.number32(start).byteSwapped)
        let packet: UInt32 = 1
        guard length >= minimumLength else { throw DecodingError(.pktap, at: start, .malformed(field: .length)) }
        guard frame.number32(start + 4).byteSwapped == packet else {
            throw DecodingError(.pktap, at: start, .malformed(field: .code))
        }
        try window.require(length, of: .pktap)
        let number = frame.number32(start + 8).byteSwapped
        guard let linkType = UInt16(exactly: number), linkType != LinkType.pktap.rawValue else {
            throw DecodingError(.pktap, at: start, .unsupported(number: number))
        }
        window.advance(length)
        return .linkType(linkType)
    }
}
