import NetworkTypes

/// A header of CAPWAP's data channel (RFC 5415 section 4.3): version and kind (1 byte), header's length in words and
/// identifiers (2), flags (1), fragment's number (2) and offset (2), options. An 802.11 frame follows, or where a flag is
/// clear an Ethernet frame.
enum CAPWAPHeader {
    private static let minimumLength = 8
    private enum Flag {
        static let isNative: UInt32 = 0x100
        static let isFragment: UInt32 = 0x80
        static let keepsAlive: UInt32 = 0x08
    }

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(1, of: .capwap)
        let start = window.start
        let encrypted: UInt8 = 1
        guard frame[start] >> 4 == 0 else { throw DecodingError(.capwap, at: start, .malformed(field: .version)) }
        guard frame[start] & 0x0F != encrypted else {
            throw DecodingError(.capwap, at: start, .malformed(field: .protected))
        }
        try window.require(minimumLength, of: .capwap)
        let fields = frame.number32(start)
        let length = Int(fields >> 19 & 0x1F) * 4
        guard length >= minimumLength else { throw DecodingError(.capwap, at: start, .malformed(field: .length)) }
        guard fields & Flag.keepsAlive == 0 else { throw DecodingError(.capwap, at: start, .notIP(.tunnelControl)) }
        let fragmentOffset = frame.number16(start + 6) >> 3
        guard fields & Flag.isFragment == 0 || fragmentOffset == 0 else {
            throw DecodingError(.capwap, at: start, .unsupported(number: UInt32(fragmentOffset)))
        }
        window.advance(length)
        return fields & Flag.isNative != 0 ? .ieee80211(.perhapsSwapped) : .ethernet
    }
}
