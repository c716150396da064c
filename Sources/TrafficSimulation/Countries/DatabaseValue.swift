/// A value of the data section of a MaxMind database (MaxMind DB File Format 2.0, "Output Data Section").
indirect enum DatabaseValue {
    case text(String)
    case number16(UInt16)
    case number32(UInt32)
    case number64(UInt64)
    /// Keys and values, in the order in which they are written.
    case map([(key: String, value: DatabaseValue)])
    case array([DatabaseValue])
}

/// Values one after the other. A text that was written before is pointed to, as in the files that are published.
struct DatabaseValues {
    private(set) var bytes: [UInt8] = []
    /// Where each text begins.
    private var places: [String: Int] = [:]

    private enum Kind: UInt8 {
        case pointer = 1
        case text = 2
        case number16 = 5
        case number32 = 6
        case map = 7
        case number64 = 9
        case array = 11
    }

    /// - Returns: where the value begins.
    @discardableResult
    mutating func append(_ value: DatabaseValue) -> Int {
        let place = bytes.count
        switch value {
        case .text(let text): appendOnce(text)
        case .number16(let number): append(number, .number16)
        case .number32(let number): append(number, .number32)
        case .number64(let number): append(number, .number64)
        case .map(let fields):
            appendControl(.map, size: fields.count)
            for field in fields {
                appendOnce(field.key)
                append(field.value)
            }
        case .array(let values):
            appendControl(.array, size: values.count)
            for value in values { append(value) }
        }
        return place
    }

    private mutating func appendOnce(_ text: String) {
        if let place = places[text] { return appendPointer(to: place) }
        places[text] = bytes.count
        appendControl(.text, size: text.utf8.count)
        bytes += text.utf8
    }

    /// In network order, without leading zeros.
    private mutating func append(_ number: some FixedWidthInteger & UnsignedInteger, _ kind: Kind) {
        let digits = (number.bitWidth - number.leadingZeroBitCount + 7) / 8
        appendControl(kind, size: digits)
        appendBytes(UInt64(number), count: digits)
    }

    /// The kind in three bits, or 0 and a byte more; the size in five, or with up to three bytes more.
    private mutating func appendControl(_ kind: Kind, size: Int) {
        let (short, more, moreBytes) =
            switch size {
            case ..<29: (size, 0, 0)
            case ..<285: (29, size - 29, 1)
            case ..<65_821: (30, size - 285, 2)
            default: (31, size - 65_821, 3)
            }
        let isExtended = kind.rawValue > 7
        bytes.append((isExtended ? 0 : kind.rawValue << 5) | UInt8(short))
        if isExtended { bytes.append(kind.rawValue - 7) }
        appendBytes(UInt64(more), count: moreBytes)
    }

    /// Two bits of length, then what is left of the place in 11, 19, 27 or 32 bits.
    private mutating func appendPointer(to place: Int) {
        let (length, rest, moreBytes) =
            switch place {
            case ..<2_048: (0, place, 1)
            case ..<526_336: (1, place - 2_048, 2)
            case ..<134_744_064: (2, place - 526_336, 3)
            default: (3, place, 4)
            }
        let highest = length == 3 ? 0 : UInt8(truncatingIfNeeded: rest >> (8 * moreBytes))
        bytes.append(Kind.pointer.rawValue << 5 | UInt8(length) << 3 | highest)
        appendBytes(UInt64(rest), count: moreBytes)
    }

    private mutating func appendBytes(_ number: UInt64, count: Int) {
        for place in stride(from: count - 1, through: 0, by: -1) {
            bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place)))
        }
    }
}
