/// Reads the numbers of a page, each of which may be missing or too large.
struct ByteReading {
    let bytes: [UInt8]
    private(set) var position: Int
    /// Where what may be read ends.
    let end: Int

    init(_ bytes: [UInt8], from start: Int = 0, upTo end: Int) {
        (self.bytes, position, self.end) = (bytes, start, end)
    }

    var isAtEnd: Bool { position == end }

    mutating func byte() throws(RunFault) -> UInt8 {
        guard position < end else { throw .cut }
        defer { position += 1 }
        return bytes[position]
    }

    /// A number in groups of seven bits, the lowest first; the highest bit of a byte says that another follows (LEB128).
    mutating func number() throws(RunFault) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try byte()
            guard shift < 63 || byte <= 1 else { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw .impossible("a number of more than 64 bits")
    }

    /// A number that counts something, of which there are so many at the most.
    mutating func count(upTo most: Int) throws(RunFault) -> Int {
        let number = try number()
        guard number <= UInt64(most) else { throw .impossible("a count of \(number), where \(most) is the most") }
        return Int(number)
    }

    /// A number of so many bytes, the lowest first.
    mutating func fixed<Number: FixedWidthInteger & UnsignedInteger>(_ type: Number.Type) throws(RunFault) -> Number {
        let range = try skip(Number.bitWidth / 8)
        return bytes[range].reversed().reduce(0) { $0 << 8 | Number($1) }
    }

    /// Passes over some bytes, and says where they lie.
    mutating func skip(_ count: Int) throws(RunFault) -> Range<Int> {
        guard count <= end - position else { throw .cut }
        defer { position += count }
        return position..<position + count
    }
}

extension [UInt8] {
    /// Appends a number as `ByteReading.number` reads it.
    mutating func append(number: UInt64) {
        var rest = number
        while rest > 0x7F {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Appends a number as `ByteReading.fixed` reads it.
    mutating func append(fixed number: some FixedWidthInteger) {
        for shift in stride(from: 0, to: number.bitWidth, by: 8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
