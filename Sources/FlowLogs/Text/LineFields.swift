/// Where the values of one line stand, by the raw value of the field; a field that is not there has none.
struct LineFields {
    private var starts = InlineArray<32, Int32>(repeating: -1)
    private var ends = InlineArray<32, Int32>(repeating: -1)
    /// Whether some string has escapes, so that its bytes are not yet its text.
    var hasEscapes = false

    /// How many fields a format can have.
    static let maximum = 32

    /// Keeps a value, unless the field has one.
    @inline(__always)
    mutating func set(_ place: Int, _ range: Range<Int>) {
        guard starts[place] < 0 else { return }
        starts[place] = Int32(truncatingIfNeeded: range.lowerBound)
        ends[place] = Int32(truncatingIfNeeded: range.upperBound)
    }

    @inline(__always)
    func range(_ place: Int) -> Range<Int>? {
        starts[place] < 0 ? nil : Int(starts[place])..<Int(ends[place])
    }

    @inline(__always)
    subscript<Field: RawRepresentable<UInt8>>(field: Field) -> Range<Int>? {
        range(Int(field.rawValue))
    }
}
