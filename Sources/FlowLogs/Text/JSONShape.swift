import NetworkTypes

/// Which members of a JSON object are read, and which members of the objects in it.
struct JSONShape: Sendable {
    /// From here on a place among the names stands for an object within this one.
    static let firstNested: UInt8 = 64

    private let names: FieldNames
    private let nested: [JSONShape]

    /// - Parameters:
    ///   - fields: names of values, and the raw values under which they are kept.
    ///   - nested: names of objects that hold more of them.
    init<Field: RawRepresentable<UInt8>>(_ fields: [(String, Field)], nested: [(String, JSONShape)] = []) {
        names = FieldNames(
            fields.map { ($0, Place(rawValue: $1.rawValue)) }
                + nested.enumerated().map { ($1.0, Place(rawValue: Self.firstNested + UInt8($0))) })
        self.nested = nested.map(\.1)
    }

    private struct Place: RawRepresentable {
        let rawValue: UInt8
    }

    /// The field that a member of the object itself is; `UInt8.max` for one that is not read, or is an object in it.
    func place(_ bytes: Span<UInt8>, _ name: Range<Int>) -> UInt8 {
        guard let place = names.place(bytes, name), place < LineFields.maximum else { return .max }
        return UInt8(place)
    }

    /// Keeps where the values of an object stand, at whose bracket the cursor is; the cursor moves behind it.
    func collect(_ bytes: Span<UInt8>, _ cursor: inout JSONCursor, into fields: inout LineFields) throws(LineRefusal) {
        try cursor.open(bytes)
        var isFirst = true
        while let name = try cursor.nextName(bytes, isFirst: &isFirst) {
            let place = names.place(bytes, name)
            if let place, place >= Self.firstNested, cursor.peek(bytes) == UInt8(ascii: "{") {
                try nested[place - Int(Self.firstNested)].collect(bytes, &cursor, into: &fields)
                continue
            }
            let value = try cursor.value(bytes)
            guard let place, place < LineFields.maximum else { continue }
            if value.kind == .word, bytes[value.range.lowerBound] == UInt8(ascii: "n") { continue }
            if value.hasEscapes { fields.hasEscapes = true }
            fields.set(place, value.range)
        }
    }

    /// Where the values of the object stand that a line is, and nothing else.
    func fields(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(LineRefusal) -> LineFields {
        var cursor = JSONCursor(line)
        var fields = LineFields()
        try collect(bytes, &cursor, into: &fields)
        guard cursor.peek(bytes) == nil else {
            throw .noJSON("something follows the object", at: cursor.position)
        }
        return fields
    }
}

extension LineFields {
    /// The same values, with the escapes of their strings replaced (RFC 8259 section 7), and the bytes in which they stand.
    func unescaped(_ bytes: Span<UInt8>) -> (fields: LineFields, bytes: [UInt8]) {
        var (fields, text) = (LineFields(), [UInt8]())
        for place in 0..<Self.maximum {
            guard let range = range(place) else { continue }
            let start = text.count
            text += JSONEscapes.replaced(bytes, range)
            fields.set(place, start..<text.count)
        }
        return (fields, text)
    }
}

/// What a string of JSON says whose characters may be escaped.
enum JSONEscapes {
    static func replaced(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var place = range.lowerBound
        while place < range.upperBound {
            let byte = bytes[place]
            place += 1
            guard byte == UInt8(ascii: "\\"), place < range.upperBound else {
                text.append(byte)
                continue
            }
            let escaped = bytes[place]
            place += 1
            switch escaped {
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "u"):
                // Half of a pair is replaced: no field that is read has such characters.
                let code = hexadecimal(bytes, place..<min(place + 4, range.upperBound))
                place = min(place + 4, range.upperBound)
                text += Array(String(Character(code.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}")).utf8)
            default: text.append(escaped)
            }
        }
        return text
    }

    private static func hexadecimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
        var value: UInt32 = 0
        for place in range {
            guard let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
