/// Walks through a JSON text (RFC 8259) as it comes in, so that memory holds one element and not the document.
///
/// A class, so that a walk through a value can read the values within it.
package final class JSONReader<Failure: Error> {
    /// How deep values may lie in one another.
    package static var maximumDepth: Int { 64 }
    /// Of a longer string the beginning is kept: addresses and labels are short, attached files are not.
    package static var maximumStringLength: Int { 4_096 }
    /// The same of the member that `longMember` names.
    package static var maximumLongLength: Int { 1_024 * 1_024 }
    /// How many values one value that is looked at as a whole may hold.
    package static var maximumValues: Int { 262_144 }

    private let nextPiece: () throws(Failure) -> [UInt8]
    private let damage: (_ line: Int, _ reason: String) -> Failure
    private var piece: [UInt8] = []
    private var position = 0
    private var depth = 0
    private var valuesLeft = 0
    /// The name of a member whose string is kept further than others.
    private let longMember: String?
    /// The line that is being read, from 1.
    package private(set) var line = 1

    /// - Parameters:
    ///   - longMember: the name of a member whose string is kept up to `maximumLongLength` bytes.
    ///   - nextPiece: hands on the next bytes, none at the end.
    ///   - damage: makes the error that says what is wrong with the text, and where.
    package init(
        longMember: String? = nil, _ nextPiece: @escaping () throws(Failure) -> [UInt8],
        damage: @escaping (_ line: Int, _ reason: String) -> Failure
    ) {
        self.longMember = longMember
        self.nextPiece = nextPiece
        self.damage = damage
    }

    private func damaged(_ reason: String) -> Failure {
        damage(line, reason)
    }
}

// MARK: - Values

extension JSONReader {
    /// The first byte of the next value; `nil` at the end of the text.
    package func peek() throws(Failure) -> UInt8? {
        while let byte = try current() {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            // A byte-order mark, which no value begins with.
            case 0xEF, 0xBB, 0xBF: break
            default: return byte
            }
            position += 1
        }
        return nil
    }

    /// Calls `body` at the value of each member of an object; it must read or skip that value.
    package func forEachMember(_ body: (String) throws(Failure) -> Void) throws(Failure) {
        try forEachPart(from: "{", to: "}") { () throws(Failure) in
            guard try peek() == UInt8(ascii: "\"") else { throw damaged("a member has no name") }
            let name = try string()
            try expect(":")
            try body(name)
        }
    }

    /// Calls `body` at each element of an array; it must read or skip that element.
    package func forEachElement(_ body: () throws(Failure) -> Void) throws(Failure) {
        try forEachPart(from: "[", to: "]", body)
    }

    private func forEachPart(
        from open: Unicode.Scalar, to close: Unicode.Scalar, _ body: () throws(Failure) -> Void
    ) throws(Failure) {
        try expect(open)
        depth += 1
        guard depth <= Self.maximumDepth else { throw damaged("values lie more than \(Self.maximumDepth) deep") }
        if try !take(close) {
            repeat {
                // Passes over blanks, so that the line is that of the part.
                _ = try peek()
                try body()
            } while try take(",")
            try expect(close)
        }
        depth -= 1
    }

    /// Reads the next value as a whole.
    package func value() throws(Failure) -> JSONValue {
        guard let value = try valueIfBounded() else { throw damaged("one element holds too many values") }
        return value
    }

    /// Reads the next value as a whole; passes over one of more than `maximumValues` values, which gives `nil`.
    package func valueIfBounded() throws(Failure) -> JSONValue? {
        valuesLeft = Self.maximumValues
        let value = try part(longest: Self.maximumStringLength)
        return valuesLeft < 0 ? nil : value
    }

    /// Passes over the next value.
    package func skip() throws(Failure) {
        switch try peek() {
        case UInt8(ascii: "{"): try forEachMember { _ throws(Failure) in try skip() }
        case UInt8(ascii: "["): try forEachElement { () throws(Failure) in try skip() }
        default: _ = try scalar()
        }
    }

    /// Checks that nothing follows.
    package func finish() throws(Failure) {
        guard try peek() == nil else { throw damaged("something follows the end of the document") }
    }

    private func part(longest: Int) throws(Failure) -> JSONValue {
        guard valuesLeft > 0 else {
            valuesLeft = -1
            try skip()
            return .null
        }
        valuesLeft -= 1
        switch try peek() {
        case UInt8(ascii: "{"):
            var members: [(name: String, value: JSONValue)] = []
            try forEachMember { name throws(Failure) in
                let longest = name == longMember ? Self.maximumLongLength : Self.maximumStringLength
                let value = try part(longest: longest)
                if valuesLeft >= 0 { members.append((name, value)) }
            }
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try forEachElement { () throws(Failure) in
                let value = try part(longest: Self.maximumStringLength)
                if valuesLeft >= 0 { elements.append(value) }
            }
            return .array(elements)
        default: return try scalar(longest: longest)
        }
    }

    /// A string, a number, or one of the three names.
    private func scalar(longest: Int = maximumStringLength) throws(Failure) -> JSONValue {
        try peek() == UInt8(ascii: "\"") ? .string(try string(longest: longest)) : try word()
    }

    /// A number, or one of the three names.
    private func word() throws(Failure) -> JSONValue {
        var bytes: [UInt8] = []
        while let byte = try current(), isPartOfWord(byte), bytes.count < 64 {
            bytes.append(byte)
            position += 1
        }
        let text = String(decoding: bytes, as: UTF8.self)
        switch text {
        case "null": return .null
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default:
            guard Double(text) != nil else {
                throw damaged(text.isEmpty ? "a value is missing" : "'\(text)' is not a value")
            }
            return .number(text)
        }
    }

    private func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}

// MARK: - Bytes

extension JSONReader {
    private func current() throws(Failure) -> UInt8? {
        if position == piece.count {
            (piece, position) = (try nextPiece(), 0)
            if piece.isEmpty { return nil }
        }
        return piece[position]
    }

    private func next() throws(Failure) -> UInt8 {
        guard let byte = try current() else { throw damaged("it ends too early: the file is cut") }
        position += 1
        return byte
    }

    private func take(_ character: Unicode.Scalar) throws(Failure) -> Bool {
        guard try peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private func expect(_ character: Unicode.Scalar) throws(Failure) {
        guard let byte = try peek() else { throw damaged("it ends too early: the file is cut") }
        guard byte == UInt8(ascii: character) else { throw damaged("'\(character)' is missing") }
        position += 1
    }

    /// A string (RFC 8259 section 7), shortened to some bytes.
    private func string(longest: Int = maximumStringLength) throws(Failure) -> String {
        try expect("\"")
        var bytes: [UInt8] = []
        while true {
            let byte = try next()
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                let scalar = try escaped()
                if bytes.count < longest { bytes.append(contentsOf: String(scalar).utf8) }
            case UInt8(ascii: "\n"): throw damaged("a string is not closed")
            default: if bytes.count < longest { bytes.append(byte) }
            }
        }
    }

    private func escaped() throws(Failure) -> Unicode.Scalar {
        switch try next() {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "u"): return try escapedScalar()
        case let byte where "\"\\/".utf8.contains(byte): return Unicode.Scalar(byte)
        default: throw damaged("an escape in a string is unknown")
        }
    }

    /// Four hexadecimal digits, or twice as many for a pair of surrogates; half a pair is replaced.
    private func escapedScalar() throws(Failure) -> Unicode.Scalar {
        let first = try hexadecimalDigits()
        guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        guard try current() == UInt8(ascii: "\\") else { return "\u{FFFD}" }
        position += 1
        guard try next() == UInt8(ascii: "u") else { throw damaged("half a character in a string") }
        let second = try hexadecimalDigits()
        guard second & 0xFC00 == 0xDC00 else { return "\u{FFFD}" }
        return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
    }

    private func hexadecimalDigits() throws(Failure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(UnicodeScalar(try next())).hexDigitValue else {
                throw damaged("an escape in a string is unknown")
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
