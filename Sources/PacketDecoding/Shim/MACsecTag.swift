import NetworkTypes

/// The security tag of MACsec (IEEE 802.1AE section 9.3): flags (1 byte), short length (1), packet number (4), where a flag
/// says so the channel's identifier (8). Only where nothing is encrypted does an EtherType follow that can be read.
enum MACsecTag {
    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(1, of: .macsec)
        let start = window.start
        let (version, hasIdentifier, encryptedOrChanged): (UInt8, UInt8, UInt8) = (0x80, 0x20, 0x0C)
        let flags = frame[start]
        guard flags & version == 0 else { throw DecodingError(.macsec, at: start, .malformed(field: .version)) }
        guard flags & encryptedOrChanged == 0 else {
            throw DecodingError(.macsec, at: start, .malformed(field: .protected))
        }
        let length = flags & hasIdentifier != 0 ? 14 : 6
        try window.require(length + 2, of: .macsec)
        let field = frame.number16(start + length)
        window.advance(length + 2)
        return EtherType.typeOrLength(field, &window)
    }
}
