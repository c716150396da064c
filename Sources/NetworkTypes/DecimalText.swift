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
        let start = bytes.count
        var rest = value.magnitude
        while rest > 0 || bytes.count - start < width {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
        bytes[start...].reverse()
    }

    /// Appends `2013-05-31T23:00:00`.
    mutating func append(_ time: CivilTime) {
        append(time.year, width: 4)
        for (separator, field) in [("-", time.month), ("-", time.day), ("T", time.hour), (":", time.minute)]
            as [(Unicode.Scalar, Int64)]
        {
            append(separator)
            append(field, width: 2)
        }
        append(":")
        append(time.second, width: 2)
    }
}
