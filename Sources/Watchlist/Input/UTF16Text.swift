/// Turns UTF-16 into UTF-8 piece by piece: what PowerShell and Notepad write, with a byte-order mark (RFC 2781 section 3.2).
struct UTF16Text {
    private let isLittleEndian: Bool
    /// The first byte of a unit of which the second has not come.
    private var halfUnit: UInt8?
    /// The first half of a character of two units.
    private var highSurrogate: UInt32?
    /// Bytes that were taken, for the place of an error.
    private var offset = 2

    /// - Parameter head: the first bytes of a text.
    /// - Returns: `nil` where they are no byte-order mark of UTF-16.
    init?(mark head: ArraySlice<UInt8>) {
        switch Array(head.prefix(2)) {
        case [0xFF, 0xFE]: isLittleEndian = true
        case [0xFE, 0xFF]: isLittleEndian = false
        default: return nil
        }
    }

    /// The next bytes behind the mark as UTF-8.
    mutating func utf8(_ bytes: ArraySlice<UInt8>) throws(WatchlistError.Problem) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 2 + 4)
        for byte in bytes {
            offset += 1
            guard let first = halfUnit else {
                halfUnit = byte
                continue
            }
            halfUnit = nil
            let unit = isLittleEndian ? UInt32(byte) << 8 | UInt32(first) : UInt32(first) << 8 | UInt32(byte)
            try append(unit, to: &text)
        }
        return text
    }

    /// Checks that no half of anything is left at the end.
    func finish() throws(WatchlistError.Problem) {
        if halfUnit != nil || highSurrogate != nil { throw damage }
    }

    private mutating func append(_ unit: UInt32, to text: inout [UInt8]) throws(WatchlistError.Problem) {
        if highSurrogate == nil, unit < 0x80 { return text.append(UInt8(unit)) }
        var value = unit
        if let high = highSurrogate {
            guard unit & 0xFC00 == 0xDC00 else { throw damage }
            value = 0x10000 + (high & 0x3FF) << 10 + unit & 0x3FF
            highSurrogate = nil
        } else if unit & 0xFC00 == 0xD800 {
            highSurrogate = unit
            return
        }
        guard let scalar = Unicode.Scalar(value) else { throw damage }
        text.append(contentsOf: Character(scalar).utf8)
    }

    private var damage: WatchlistError.Problem {
        .unreadable(reason: "is UTF-16 with half a character before byte \(offset): it is damaged or cut")
    }
}
