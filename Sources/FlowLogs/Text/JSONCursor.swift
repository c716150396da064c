/// Walks over JSON (RFC 8259) that is in memory, without making anything of what is passed over.
///
/// A value type of two numbers; the bytes come with each call. What it takes for a number or a name is checked by whoever reads
/// it.
struct JSONCursor {
    var position: Int
    let end: Int

    /// How deep values may lie in one another.
    static let maximumDepth = 64

    init(_ range: Range<Int>) {
        (position, end) = (range.lowerBound, range.upperBound)
    }

    /// What ended the bytes, or is wrong with them.
    enum Problem {
        static let cut = "it ends too early"
    }

    /// A value that is neither an object nor an array, or all of one that is.
    struct Value {
        enum Kind {
            case string
            case number
            /// `true`, `false` or `null`.
            case word
            case object
            case array
        }

        let kind: Kind
        /// Of a string what stands between its quotation marks.
        let range: Range<Int>
        var hasEscapes = false
    }
}

extension JSONCursor {
    @inline(__always)
    mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while position < end, bytes[position] <= 0x20 { position += 1 }
    }

    /// The next byte that is not a blank; `nil` at the end.
    @inline(__always)
    mutating func peek(_ bytes: Span<UInt8>) -> UInt8? {
        skipBlanks(bytes)
        return position < end ? bytes[position] : nil
    }

    /// Passes over a byte, which must come next.
    @inline(__always)
    mutating func expect(_ byte: UInt8, _ bytes: Span<UInt8>) throws(LineRefusal) {
        guard let next = peek(bytes) else { throw .noJSON(Problem.cut, at: position) }
        guard next == byte else { throw .noJSON("another character is expected", at: position) }
        position += 1
    }

    /// Passes over the opening bracket of an object.
    @inline(__always)
    mutating func open(_ bytes: Span<UInt8>) throws(LineRefusal) {
        try expect(UInt8(ascii: "{"), bytes)
    }

    /// The name of the next member, with the colon behind it passed over; `nil` behind the object's last.
    /// - Parameter isFirst: whether no member of the object has been read.
    @inline(__always)
    mutating func nextName(
        _ bytes: Span<UInt8>, isFirst: inout Bool
    ) throws(LineRefusal) -> Range<Int>? {
        guard var next = peek(bytes) else { throw .noJSON(Problem.cut, at: position) }
        if next == UInt8(ascii: "}") {
            position += 1
            return nil
        }
        if !isFirst {
            try expect(UInt8(ascii: ","), bytes)
            next = peek(bytes) ?? 0
        }
        isFirst = false
        guard next == UInt8(ascii: "\"") else { throw .noJSON("a member has no name", at: position) }
        let name = try string(bytes)
        try expect(UInt8(ascii: ":"), bytes)
        return name.range
    }

    /// Whether another element of an array follows, at which the cursor stands then.
    mutating func nextElement(_ bytes: Span<UInt8>, isFirst: inout Bool) throws(LineRefusal) -> Bool {
        guard let next = peek(bytes) else { throw .noJSON(Problem.cut, at: position) }
        if next == UInt8(ascii: "]") {
            position += 1
            return false
        }
        if !isFirst { try expect(UInt8(ascii: ","), bytes) }
        isFirst = false
        return true
    }

    /// A string, at whose quotation mark the cursor stands.
    @inline(__always)
    mutating func string(_ bytes: Span<UInt8>) throws(LineRefusal) -> Value {
        position += 1
        let start = position
        var hasEscapes = false
        while position < end {
            let marks = ByteWord.firstMark(
                bytes.word(position), as: ByteWord.all(UInt8(ascii: "\"")), or: ByteWord.all(UInt8(ascii: "\\")))
            guard marks != 0 else {
                position += 8
                continue
            }
            position += ByteWord.first(marks)
            guard position < end else { break }
            if bytes[position] == UInt8(ascii: "\"") {
                position += 1
                return Value(kind: .string, range: start..<position - 1, hasEscapes: hasEscapes)
            }
            hasEscapes = true
            position += 2
        }
        position = end
        throw .noJSON("a string is not closed", at: end)
    }

    /// The next value; an object or array is passed over as a whole.
    @inline(__always)
    mutating func value(_ bytes: Span<UInt8>) throws(LineRefusal) -> Value {
        guard let first = peek(bytes) else { throw .noJSON(Problem.cut, at: position) }
        switch first {
        case UInt8(ascii: "\""): return try string(bytes)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let start = position
            try skipNested(bytes)
            return Value(kind: first == UInt8(ascii: "{") ? .object : .array, range: start..<position)
        default:
            let start = position
            while position < end, Self.isPartOfWord(bytes[position]) { position += 1 }
            guard position > start else { throw .noJSON("a value is missing", at: start) }
            let isNumber = first == UInt8(ascii: "-") || first &- UInt8(ascii: "0") < 10
            return Value(kind: isNumber ? .number : .word, range: start..<position)
        }
    }

    @inline(__always)
    static func isPartOfWord(_ byte: UInt8) -> Bool {
        // A bit for each of `0` to `9`, `+`, `-`, `.`; and for `a` to `z`, `E`.
        let (low, high): (UInt64, UInt64) = (0x03FF_6800_0000_0000, 0x07FF_FFFE_0000_0020)
        if byte < 64 { return low &>> UInt64(byte) & 1 != 0 }
        return byte < 128 && high &>> UInt64(byte - 64) & 1 != 0
    }

    /// Passes over an object or array, at whose bracket the cursor stands: brackets are matched, and strings passed over.
    private mutating func skipNested(_ bytes: Span<UInt8>) throws(LineRefusal) {
        var depth = 0
        // A bit for each open bracket, set for those of objects.
        var kinds: UInt64 = 0
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                _ = try string(bytes)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                guard depth <= Self.maximumDepth else {
                    throw .noJSON("values lie more than 64 deep", at: position)
                }
                kinds = kinds << 1 | (bytes[position] == UInt8(ascii: "{") ? 1 : 0)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                let isObject: UInt64 = bytes[position] == UInt8(ascii: "}") ? 1 : 0
                guard kinds & 1 == isObject else { throw .noJSON("brackets do not match", at: position) }
                kinds >>= 1
                depth -= 1
                if depth == 0 {
                    position += 1
                    return
                }
            default: break
            }
            position += 1
        }
        throw .noJSON(Problem.cut, at: position)
    }
}
