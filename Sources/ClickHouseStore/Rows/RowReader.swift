/// Reads rows in ClickHouse's RowBinary from an answer that comes in pieces.
struct RowReader {
    /// Why a row cannot be read.
    enum Fault: Error {
        /// The rest has not come yet.
        case cut
        case impossible(String)

        /// The text of an error that a server sent in the middle of an answer; `nil` where there is none.
        static func errorText(in bytes: ArraySlice<UInt8>) -> String? {
            let marker = Array("Code: ".utf8)
            let bytes = bytes.suffix(mostText)
            guard let start = bytes.indices.last(where: { bytes[$0...].starts(with: marker) }) else { return nil }
            let text = String(decoding: bytes[start...].prefix(300), as: UTF8.self)
            return text.contains("Exception") ? text : nil
        }

        /// No server says more of an error.
        private static let mostText = 1 << 17
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

    private var errorText: String? { Fault.errorText(in: bytes[...]) }

    // MARK: - Values

    /// A number, the lowest byte first.
    ///
    /// Unsafe, because composing numbers of single bytes took a third of the time that rows took. Bounds are checked before the load.
    mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type = Number.self) throws
        -> Number
    {
        let length = MemoryLayout<Number>.size
        guard bytes.count - place >= length else { throw Fault.cut }
        let start = place
        place += length
        return unsafe bytes.withUnsafeBytes {
            Number(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: start, as: Number.self))
        }
    }

    /// Sixteen bytes, the highest first.
    mutating func fixed() throws -> UInt128 { try number(UInt128.self).byteSwapped }

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
