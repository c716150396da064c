/// Finds the elements of JSON documents that come in pieces: objects in an array, one behind another, or in an array that an
/// object wraps (`records`, `events`, `logEvents`, `result`, `entries`, `Records`).
struct DocumentWalk {
    enum Step {
        case element(Range<Int>)
        /// No whole element is left, but the beginning of one, or not even that.
        case more(isPartial: Bool)
    }

    private(set) var position: Int
    /// All before is done with: up to an element's end, or a wrapped array's beginning. What closes an array stays, for it gives
    /// way to more elements where a file grows.
    private(set) var used: Int
    /// How to read on from there.
    private(set) var usedShape: TextShape
    private let end: Int
    private var shape: TextShape

    private static let wrappers: [StaticString] = ["records", "events", "logEvents", "Records", "entries"]

    init(_ range: Range<Int>, shape: TextShape) {
        (position, used, end) = (range.lowerBound, range.lowerBound, range.upperBound)
        (self.shape, usedShape) = (shape, shape)
    }

    /// Passes over an element.
    mutating func take(_ element: Range<Int>) {
        (position, used, usedShape) = (element.upperBound, element.upperBound, shape)
    }

    /// The next whole element, at which the walk stands.
    mutating func next(_ bytes: Span<UInt8>) throws(LineRefusal) -> Step {
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "{"):
                if shape == .document(isWrapped: false), try enterWrapper(bytes) { continue }
                return try wholeObject(bytes)
            case UInt8(ascii: "\""):
                // A member behind the wrapped array.
                var cursor = JSONCursor(position..<end)
                guard (try? cursor.string(bytes)) != nil else { return .more(isPartial: false) }
                position = cursor.position
            case UInt8(ascii: "]"):
                shape = .document(isWrapped: false)
                position += 1
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "}"), UInt8(ascii: ":"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"),
                UInt8(ascii: "."), 0xEF, 0xBB, 0xBF:
                position += 1
            default: throw .noJSON("something is not JSON", at: position)
            }
        }
        return .more(isPartial: false)
    }

    private func wholeObject(_ bytes: Span<UInt8>) throws(LineRefusal) -> Step {
        var cursor = JSONCursor(position..<end)
        do {
            _ = try cursor.value(bytes)
        } catch {
            guard cursor.position < end else { return .more(isPartial: true) }
            throw error
        }
        return .element(position..<cursor.position)
    }

    /// Moves behind the bracket of the array that the object at hand wraps; false where it wraps none, as far as it is there.
    private mutating func enterWrapper(_ bytes: Span<UInt8>) throws(LineRefusal) -> Bool {
        var cursor = JSONCursor(position..<end)
        var isFirst = true
        guard (try? cursor.open(bytes)) != nil else { return false }
        while let name = try? cursor.nextName(bytes, isFirst: &isFirst) {
            if cursor.peek(bytes) == UInt8(ascii: "["), Self.wrappers.contains(where: { bytes.isEqual(name, $0) }) {
                shape = .document(isWrapped: true)
                (position, used, usedShape) = (cursor.position + 1, cursor.position + 1, shape)
                return true
            }
            guard (try? cursor.value(bytes)) != nil else { return false }
        }
        return false
    }
}

extension TextShape {
    /// Lines, unless the text begins with JSON whose first line is not a whole object, or wraps others.
    init(head: ArraySlice<UInt8>) {
        let bytes = Array(head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head)
        let begin = bytes.firstIndex { $0 > 0x20 } ?? bytes.count
        self = .lines
        guard begin < bytes.count, bytes[begin] == UInt8(ascii: "{") || bytes[begin] == UInt8(ascii: "[") else {
            return
        }
        let lineEnd = bytes[begin...].firstIndex(of: 0x0A) ?? bytes.count
        if Self.isWholeObject(bytes, begin..<lineEnd) { return }
        // A line that is damaged, or longer than what is there, is a line all the same where others follow.
        var walk = DocumentWalk(begin..<lineEnd, shape: .document(isWrapped: false))
        _ = try? walk.next(bytes.span)
        let next =
            min(
                lineEnd + 1, bytes.count)..<(bytes[min(lineEnd + 1, bytes.count)...].firstIndex(of: 0x0A) ?? bytes.count)
        let isLine = walk.usedShape == .document(isWrapped: false) && bytes[begin] == UInt8(ascii: "{")
        self = isLine && Self.isWholeObject(bytes, next) ? .lines : .document(isWrapped: false)
    }

    /// Whether a line is an object that wraps no others, and nothing else.
    private static func isWholeObject(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
        guard line.first.map({ bytes[$0] }) == UInt8(ascii: "{") else { return false }
        var walk = DocumentWalk(line, shape: .document(isWrapped: false))
        guard case .element(let element)? = try? walk.next(bytes.span), walk.usedShape == .document(isWrapped: false)
        else {
            return false
        }
        return element.lowerBound == line.lowerBound
            && bytes[element.upperBound..<line.upperBound].allSatisfy { $0 <= 0x20 }
    }
}
