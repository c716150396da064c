import NetworkTypes

/// A radiotap header (radiotap.org, little-endian): version (1 byte), padding (1), length of the whole (2),
/// words that say which fields are present (4 each, the highest bit announcing another), fields at their natural alignment.
enum RadiotapHeader {
    private static let minimumLength = 8
    /// How many presence words are followed.
    private static let maximumPresenceWords = 32

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(minimumLength, of: .radiotap)
        let start = window.start
        guard frame[start] == 0 else { throw DecodingError(.radiotap, at: start, .malformed(field: .version)) }
        let length = Int(frame.number16(start + 2).byteSwapped)
        guard length >= minimumLength else { throw DecodingError(.radiotap, at: start, .malformed(field: .length)) }
        try window.require(length, of: .radiotap)
        let dataPadding: UInt8 = 0x20
        let isPadded = (flags(frame, start, length) ?? 0) & dataPadding != 0
        window.advance(length)
        return .ieee80211(isPadded ? .paddedTo32Bits : .plain)
    }

    /// The field "flags", where present: it follows the 8-byte time stamp or nothing.
    private static func flags(_ frame: Span<UInt8>, _ start: Int, _ length: Int) -> UInt8? {
        let (timeStampPresent, flagsPresent, morePresent): (UInt32, UInt32, UInt32) = (1 << 0, 1 << 1, 1 << 31)
        let presence = frame.number32(start + 4).byteSwapped
        guard presence & flagsPresent != 0 else { return nil }
        var offset = minimumLength
        var word = presence
        for _ in 0..<maximumPresenceWords where word & morePresent != 0 {
            guard offset + 4 <= length else { return nil }
            word = frame.number32(start + offset).byteSwapped
            offset += 4
        }
        if presence & timeStampPresent != 0 { offset = (offset + 7) & ~7 + 8 }
        return offset < length ? frame[start + offset] : nil
    }
}
