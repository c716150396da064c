/// The names of the fields that a format reads, each with the place of its value among `LineFields`: looked up by all of the
/// name at once, where it has at most 16 bytes.
struct FieldNames: Sendable {
    private var names: [UInt128]
    private var places: [UInt8]

    static let longest = 16
    private static let slots = 128

    /// - Parameter fields: names, and the raw values under which they are kept; several names may stand for one field.
    init<Field: RawRepresentable<UInt8>>(_ fields: [(String, Field)]) {
        names = Array(repeating: 0, count: Self.slots)
        places = Array(repeating: .max, count: Self.slots)
        for (name, field) in fields {
            precondition(name.utf8.count <= Self.longest && !name.isEmpty)
            var packed: UInt128 = 0
            for byte in name.utf8.reversed() { packed = packed << 8 | UInt128(byte) }
            var slot = Self.slot(packed)
            while names[slot] != 0 { slot = (slot + 1) % Self.slots }
            (names[slot], places[slot]) = (packed, field.rawValue)
        }
    }

    @inline(__always)
    private static func slot(_ packed: UInt128) -> Int {
        let folded = UInt64(truncatingIfNeeded: packed) ^ UInt64(truncatingIfNeeded: packed >> 64)
        return Int(truncatingIfNeeded: (folded &* 0x9E37_79B9_7F4A_7C15) >> 57)
    }

    /// The raw value of the field that a name stands for; `nil` where it is not read.
    @inline(__always)
    func place(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Int? {
        guard name.count <= Self.longest, !name.isEmpty else { return nil }
        // Bytes behind the name are shifted out.
        let words = UInt128(bytes.word(name.lowerBound)) | UInt128(bytes.word(name.lowerBound + 8)) << 64
        let rest = UInt128(128 - 8 * name.count)
        let packed = (words &<< rest) &>> rest
        var slot = Self.slot(packed)
        while names[slot] != 0 {
            if names[slot] == packed { return Int(places[slot]) }
            slot = (slot + 1) % Self.slots
        }
        return nil
    }
}
