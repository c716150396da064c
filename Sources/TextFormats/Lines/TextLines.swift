/// The lines of a text or a piece of one, without their ends (LF, CRLF, and CRCRLF as it comes of converting twice) and without a byte-order mark.
public struct TextLines: Sequence {
    public let bytes: [UInt8]
    private let start: Int
    private let firstNumber: Int

    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Parameter firstNumber: the number of the first line; that of a text is 1.
    package init(_ bytes: [UInt8], firstNumber: Int = 1) {
        self.bytes = bytes
        self.firstNumber = firstNumber
        start = firstNumber == 1 && bytes.starts(with: Self.byteOrderMark) ? 3 : 0
    }

    public struct Line {
        public let number: Int
        public let text: ArraySlice<UInt8>

        @inlinable
        init(number: Int, text: ArraySlice<UInt8>) {
            self.number = number
            self.text = text
        }
    }

    public struct Iterator: IteratorProtocol {
        @usableFromInline let bytes: [UInt8]
        public var position: Int
        /// Of the line last handed out.
        public var number: Int

        /// Passes over a line that was read otherwise.
        /// - Parameter end: where the next line begins.
        @inlinable
        public mutating func skipLine(to end: Int) {
            position = end
            number += 1
        }

        @inlinable
        public mutating func next() -> Line? {
            guard position < bytes.count else { return nil }
            let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            var text = bytes[position..<end]
            while text.last == UInt8(ascii: "\r") { text.removeLast() }
            position = end + 1
            number += 1
            return Line(number: number, text: text)
        }
    }

    public func makeIterator() -> Iterator {
        Iterator(bytes: bytes, position: start, number: firstNumber - 1)
    }
}

extension ArraySlice<UInt8> {
    /// Without blanks and tabs at either end.
    @inlinable public var trimmed: ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        return drop(while: isBlank).reversedDrop(while: isBlank)
    }

    @inlinable
    func reversedDrop(while predicate: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        guard let last = lastIndex(where: { !predicate($0) }) else { return self[startIndex..<startIndex] }
        return self[startIndex...last]
    }

    /// Up to a comment: `#` or `;` anywhere, `//` where it begins the line or follows a blank.
    @inlinable public var withoutComment: ArraySlice<UInt8> {
        for index in indices {
            switch self[index] {
            case UInt8(ascii: "#"), UInt8(ascii: ";"): return self[startIndex..<index]
            case UInt8(ascii: "/"):
                let isPair = index + 1 < endIndex && self[index + 1] == UInt8(ascii: "/")
                let opens = index == startIndex || [UInt8(ascii: " "), UInt8(ascii: "\t")].contains(self[index - 1])
                if isPair, opens { return self[startIndex..<index] }
            default: continue
            }
        }
        return self
    }

    /// As text for a message, shortened to 80 characters; bytes that are no UTF-8 are replaced.
    package var quoted: String {
        let text = String(decoding: prefix(80), as: UTF8.self)
        return "'\(text)\(count > 80 ? "…" : "")'"
    }
}
