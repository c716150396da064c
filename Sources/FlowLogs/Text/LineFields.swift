/// Where the values of one line stand, by the raw value of the field; a field that is not there has none.
struct LineFields {
    /// Where a value begins in the lower half, where it ends in the upper.
    private var places = InlineArray<32, UInt64>(repeating: .max)
    /// Whether some string has escapes, so that its bytes are not yet its text.
    var hasEscapes = false

    /// How many fields a format can have.
    static let maximum = 32

    /// Keeps a value, unless the field has one.
    @inline(__always)
    mutating func set(_ place: Int, _ range: Range<Int>) {
        guard places[place] == .max else { return }
        places[place] =
            UInt64(truncatingIfNeeded: range.lowerBound) | UInt64(truncatingIfNeeded: range.upperBound) << 32
    }

    @inline(__always)
    func range(_ place: Int) -> Range<Int>? {
        let ends = places[place]
        return ends == .max ? nil : Int(ends & 0xFFFF_FFFF)..<Int(ends >> 32)
    }

    @inline(__always)
    subscript<Field: RawRepresentable<UInt8>>(field: Field) -> Range<Int>? {
        range(Int(field.rawValue))
    }
}
