/// The names of the members that the lines of a JSON log have, in their order: a program writes them in the same one again and
/// again, so that a line is walked through by comparing words and not by looking up names.
///
/// Lines of flat objects without blanks and escapes are walked through so, members that are missing included; others are left to
/// `JSONShape`, with the same result.
struct MemberOrder {
    private var members: [Member] = []
    /// How often the order was given up for another one.
    private var changes = 0

    /// A member's name with its quotation marks and the colon behind it, as the bytes of three words, and which of these count.
    private struct Member: Equatable {
        var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var masks: (UInt64, UInt64, UInt64) = (0, 0, 0)
        let length: Int
        /// The field that it is, or `UInt8.max`.
        let place: UInt8

        init(_ bytes: Span<UInt8>, _ range: Range<Int>, place: UInt8) {
            (length, self.place) = (range.count, place)
            masks = (Self.mask(range.count), Self.mask(range.count - 8), Self.mask(range.count - 16))
            words = (
                bytes.word(range.lowerBound) & masks.0, bytes.word(range.lowerBound + 8) & masks.1,
                bytes.word(range.lowerBound + 16) & masks.2
            )
        }

        private static func mask(_ count: Int) -> UInt64 {
            count >= 8 ? .max : count <= 0 ? 0 : (1 << UInt64(8 * count)) - 1
        }

        @inline(__always)
        func stands(at place: Int, _ first: UInt64, in bytes: Span<UInt8>) -> Bool {
            guard first & masks.0 == words.0 else { return false }
            return length <= 8
                || bytes.load64(place &+ 8) & masks.1 == words.1
                    && (length <= 16 || bytes.load64(place &+ 16) & masks.2 == words.2)
        }

        static func == (left: Self, right: Self) -> Bool { left.words == right.words && left.length == right.length }
    }

    private static let longestName = 24
    /// Bytes that must be there behind a line, so that words can be loaded from anywhere in it.
    private static let margin = 32
    private static let maximumCount = 64
    private static let maximumChanges = 16

    /// How a walk ended.
    enum Ending {
        case done
        /// A value was not taken, or the line stands at the very end of the bytes.
        case refused
        /// The line is not one of those that are walked through.
        case unknown
    }

    /// Walks through a line, and hands on the values of the fields that are read, `null` excepted.
    ///
    /// - Parameter take: is called with a field's raw value, and where its value stands, of a string what is between its quotation
    ///   marks; with false it ends the walk.
    @inline(__always)
    func walk(_ bytes: Span<UInt8>, _ line: Range<Int>, _ take: (UInt8, Range<Int>) -> Bool) -> Ending {
        guard line.upperBound + Self.margin <= bytes.count else { return .refused }
        let members = members.span
        var (place, next) = (line.lowerBound + 1, 0)
        while place < line.upperBound {
            let word = bytes.load64(place)
            while next < members.count, !members[next].stands(at: place, word, in: bytes) { next &+= 1 }
            guard next < members.count else { return .unknown }
            let start = place &+ members[next].length
            guard start < line.upperBound else { return .unknown }
            let isString = bytes[start] == UInt8(ascii: "\"")
            let end =
                isString
                ? Self.endOfString(bytes, start &+ 1, line.upperBound) : Self.endOfWord(bytes, start, line.upperBound)
            guard end < line.upperBound else { return .unknown }
            let field = members[next].place
            if field != .max, isString || bytes[start] != UInt8(ascii: "n") {
                guard take(field, isString ? start &+ 1..<end : start..<end) else { return .refused }
            }
            let behind = isString ? end &+ 1 : end
            guard behind < line.upperBound else { return .unknown }
            (place, next) = (behind &+ 1, next &+ 1)
            if bytes[behind] == UInt8(ascii: ",") { continue }
            return bytes[behind] == UInt8(ascii: "}") && place == line.upperBound ? .done : .unknown
        }
        return .unknown
    }

    /// Where the quotation mark stands that ends a string; the end of the line where that is not so, or something is escaped.
    @inline(__always)
    private static func endOfString(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
        let (quotes, escapes) = (ByteWord.all(UInt8(ascii: "\"")), ByteWord.all(UInt8(ascii: "\\")))
        var end = start
        while end < limit {
            let marks = ByteWord.firstMark(bytes.load64(end), as: quotes, or: escapes)
            guard marks == 0 else {
                end &+= ByteWord.first(marks)
                return end < limit && bytes[end] == UInt8(ascii: "\"") ? end : limit
            }
            end &+= 8
        }
        return limit
    }

    /// Where a number or a word ends, or an array without elements; the end of the line for anything else.
    @inline(__always)
    private static func endOfWord(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
        // Of digits eight at once.
        var end = start &+ ByteWord.first(ByteWord.others(bytes.load64(start)))
        while end < limit, JSONCursor.isPartOfWord(bytes[end]) { end &+= 1 }
        if end > start { return min(end, limit) }
        let isEmptyArray =
            bytes[start] == UInt8(ascii: "[") && start &+ 1 < limit && bytes[start &+ 1] == UInt8(ascii: "]")
        return isEmptyArray ? start &+ 2 : limit
    }

    /// Learns the order of the members of a line that was read.
    mutating func learn(_ bytes: Span<UInt8>, _ line: Range<Int>, _ shape: JSONShape) {
        guard changes < Self.maximumChanges, let new = Self.members(bytes, line, shape) else { return }
        changes += 1
        var (all, next) = (members, 0)
        for member in new {
            if let known = all.firstIndex(of: member) {
                // In another order than before.
                guard known >= next else {
                    members = new
                    return
                }
                next = known + 1
            } else {
                all.insert(member, at: next)
                next += 1
            }
        }
        if all.count <= Self.maximumCount { members = all }
    }

    private static func members(_ bytes: Span<UInt8>, _ line: Range<Int>, _ shape: JSONShape) -> [Member]? {
        var cursor = JSONCursor(line)
        var (members, isFirst) = ([Member](), true)
        do {
            try cursor.open(bytes)
            while let name = try cursor.nextName(bytes, isFirst: &isFirst) {
                let length = name.count + 3
                guard members.count < maximumCount, length <= longestName,
                    bytes[name.upperBound + 1] == UInt8(ascii: ":")
                else { return nil }
                let place = shape.place(bytes, name)
                members.append(Member(bytes, name.lowerBound - 1..<name.upperBound + 2, place: place))
                _ = try cursor.value(bytes)
            }
        } catch {
            return nil
        }
        return members
    }
}
