/// A value whose text is put together byte by byte: rows by the hundred thousand are written with it, and a string each
/// would cost more than the row.
public protocol UTF8Writable: CustomStringConvertible {
    /// The most bytes that a value's text has.
    static var maximumTextLength: Int { get }
    /// Appends the value's text, which is its `description`, where there is room for it.
    func write(to text: inout OutputSpan<UInt8>)
}

extension UTF8Writable {
    public var description: String {
        var text: [UInt8] = []
        text.append(self)
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Appends the text of a value.
    @inlinable
    public mutating func append<Value: UTF8Writable>(_ value: Value) {
        append(addingCapacity: Value.maximumTextLength) { value.write(to: &$0) }
    }
}

extension UInt64: UTF8Writable {
    public static var maximumTextLength: Int { 20 }

    public func write(to text: inout OutputSpan<UInt8>) {
        text.appendDecimal(self)
    }
}

extension OutputSpan<UInt8> {
    @inline(__always)
    mutating func append(_ character: Unicode.Scalar) {
        append(UInt8(ascii: character))
    }

    /// Appends the decimal digits of a number.
    mutating func appendDecimal(_ value: UInt64) {
        guard value >= 10 else { return append(digit: value) }
        // From the last to the first.
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var (count, rest) = (0, value)
        while rest > 0 {
            digits[count] = UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
            count &+= 1
        }
        while count > 0 {
            count &-= 1
            append(digit: UInt64(digits[count]))
        }
    }

    /// Appends a number below 100 as two digits.
    @inline(__always)
    mutating func appendPair(_ value: UInt64) {
        append(digit: value / 10)
        append(digit: value % 10)
    }

    @inline(__always)
    private mutating func append(digit: UInt64) {
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit))
    }

    /// Appends `2013-05-31T23:00:00`; years of more than four digits in full.
    mutating func append(_ time: CivilTime) {
        if time.year < 0 { append("-") }
        if time.year.magnitude > 9_999 {
            appendDecimal(time.year.magnitude)
        } else {
            appendPair(time.year.magnitude / 100)
            appendPair(time.year.magnitude % 100)
        }
        append("-", time.month)
        append("-", time.day)
        append("T", time.hour)
        append(":", time.minute)
        append(":", time.second)
    }

    @inline(__always)
    private mutating func append(_ separator: Unicode.Scalar, _ value: Int64) {
        append(separator)
        appendPair(value.magnitude)
    }
}
