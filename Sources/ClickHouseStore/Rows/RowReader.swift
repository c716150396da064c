/// Reads rows in ClickHouse's RowBinary from an answer that comes in pieces.
struct RowReader {
    /// Why a row cannot be read.
    enum Fault: Error {
        /// The rest has not come yet.
        case cut
        case impossible(String)
    }

    private var bytes: [UInt8] = []
    private var place = 0
    private(set) var count = 0
    /// Whether the row behind the last one has come.
    private(set) var isAtEnd = false

    /// No string and no array of an answer is longer.
    private static let longest = 1 << 28

    /// Takes the next piece, and hands every row that is whole to `body`, which reads it behind its mark.
    mutating func take(_ piece: [UInt8], _ body: (inout RowReader) throws -> Void) throws {
        if place > 0 {
            bytes.removeFirst(place)
            place = 0
        }
        guard !isAtEnd else { return }
        bytes += piece
        while place < bytes.count {
            let start = place
            let mark = bytes[place]
            place += 1
            guard mark == RowMark.row || mark == RowMark.end else { throw Fault.impossible(rest(from: start)) }
            do {
                if mark == RowMark.end {
                    // What stands in that row says nothing.
                    (isAtEnd, place) = (true, bytes.count)
                    continue
                }
                try body(&self)
                count += 1
            } catch Fault.cut {
                place = start
                return
            } catch Fault.impossible(let text) {
                // An error in the middle of a row makes no value that a row has.
                throw Fault.impossible(errorText ?? text)
            }
        }
    }

    /// - Throws: where a row is cut.
    func finish() throws {
        guard place == bytes.count else { throw Fault.impossible(errorText ?? "it ends within a row") }
    }

    /// What stands in place of a row, for the error.
    private func rest(from start: Int) -> String {
        if let errorText { return errorText }
        let text = bytes[start...].prefix(300).map { 0x20..<0x7F ~= $0 ? $0 : UInt8(ascii: "?") }
        return String(decoding: text, as: UTF8.self)
    }

    /// The text of an error that a server sent in the middle of a row; `nil` where there is none.
    private var errorText: String? {
        let marker = Array("Code: ".utf8)
        guard let start = bytes.indices.last(where: { bytes[$0...].starts(with: marker) }) else { return nil }
        let text = String(decoding: bytes[start...].prefix(300), as: UTF8.self)
        return text.contains("Exception") ? text : nil
    }

    // MARK: - Values

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws -> Number {
        let length = Number.bitWidth / 8
        guard bytes.count - place >= length else { throw Fault.cut }
        var number: Number = 0
        for offset in 0..<length { number |= Number(truncatingIfNeeded: bytes[place + offset]) << (8 * offset) }
        place += length
        return number
    }

    mutating func fixed() throws -> UInt128 {
        guard bytes.count - place >= 16 else { throw Fault.cut }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for offset in 0..<8 {
            high = high << 8 | UInt64(bytes[place + offset])
            low = low << 8 | UInt64(bytes[place + 8 + offset])
        }
        place += 16
        return UInt128(high) << 64 | UInt128(low)
    }

    mutating func length() throws -> Int {
        var (length, shift) = (0, 0)
        while true {
            guard place < bytes.count else { throw Fault.cut }
            let byte = bytes[place]
            place += 1
            length |= Int(byte & 0x7F) << shift
            guard byte & 0x80 != 0 else { break }
            shift += 7
            guard shift <= 28 else { throw Fault.impossible("a length that nothing has") }
        }
        guard length <= Self.longest else { throw Fault.impossible("a length that nothing has") }
        return length
    }

    mutating func data() throws -> [UInt8] {
        let length = try length()
        guard bytes.count - place >= length else { throw Fault.cut }
        place += length
        return Array(bytes[(place - length)..<place])
    }

    mutating func text() throws -> String { String(decoding: try data(), as: UTF8.self) }

    mutating func array<Element>(_ element: (inout RowReader) throws -> Element) throws -> [Element] {
        let count = try length()
        // An element has a byte at least.
        guard count <= bytes.count - place else { throw Fault.cut }
        var array: [Element] = []
        array.reserveCapacity(count)
        for _ in 0..<count { array.append(try element(&self)) }
        return array
    }
}
