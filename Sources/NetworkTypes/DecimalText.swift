/// Text made of decimal numbers, put together byte by byte: rows by the hundred thousand are written with it.
struct DecimalText {
    private var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(32)
    }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ character: Unicode.Scalar) {
        bytes.append(UInt8(ascii: character))
    }

    /// Appends a number, with zeros in front up to `width` digits.
    mutating func append(_ value: Int64, width: Int = 1) {
        if value < 0 { append("-") }
        bytes.appendDecimal(value.magnitude, width: width)
    }

    /// Appends `2013-05-31T23:00:00`.
    mutating func append(_ time: CivilTime) {
        append(time.year, width: 4)
        append("-")
        append(time.month, width: 2)
        append("-")
        append(time.day, width: 2)
        append("T")
        append(time.hour, width: 2)
        append(":")
        append(time.minute, width: 2)
        append(":")
        append(time.second, width: 2)
    }
}

extension [UInt8] {
    /// Appends the decimal digits of a number, with zeros in front up to `width` of them.
    package mutating func appendDecimal(_ value: UInt64, width: Int = 1) {
        var digits = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        let zero = UInt8(ascii: "0")
        for _ in 0..<Swift.max(width, digits) { append(zero) }
        rest = value
        for place in stride(from: count - 1, to: count - 1 - digits, by: -1) {
            self[place] = zero + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
