/// Writes rows in ClickHouse's RowBinary: numbers little-endian, strings and arrays behind their length (LEB128).
struct RowWriter {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ number: some FixedWidthInteger) {
        var rest = number
        for _ in 0..<number.bitWidth / 8 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// Sixteen bytes, the highest first, so that they sort as numbers.
    mutating func add(fixed number: UInt128) {
        for shift in stride(from: 120, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func add(length: Int) {
        var rest = UInt64(length)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func add(_ text: String) {
        add(length: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add(_ text: [UInt8]) {
        add(length: text.count)
        bytes.append(contentsOf: text)
    }

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }
}
