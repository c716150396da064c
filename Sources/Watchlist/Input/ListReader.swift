import Digests
import NetworkTypes
import TextFormats

/// Reads a list piece by piece, so that memory does not grow with its length; keeps its digest and counts its lines.
final class ListReader {
    /// What is read of one list at most, unpacked, in bytes: far more than any that is published.
    static let maximumLength = 1_024 * 1_024 * 1_024
    /// A longer line is passed over and refused.
    static let maximumLineLength = 64 * 1_024

    private let source: any ListSource
    private let maximumLength: Int
    private var digest = SHA256()
    private var length = 0
    /// Turns what is read into UTF-8; `nil` where it is not UTF-16.
    private var utf16: UTF16Text?
    private var hasBegun = false
    /// Pieces that were read to look at the list's beginning.
    private var ahead: [UInt8] = []
    /// The beginning of the line that the last piece ended in: never more of it than shows that it is too long.
    private var openLine: [UInt8] = []
    private var isAtEnd = false
    private var lineEndsInPiece = 0
    private var isBehindFirstLine = false
    /// The number of the next line, from 1.
    private var lineNumber = 1
    /// Whether lines end with CR alone, as they did on old Macs: without an LF the whole list would be one line.
    private var endsWithCarriageReturn = false

    /// How many bytes, at most, are looked at to learn the format.
    static let headLength = 64 * 1_024

    init(_ source: any ListSource, maximumLength: Int = ListReader.maximumLength) {
        self.source = source
        self.maximumLength = maximumLength
    }

    /// The list's beginning, which is read again afterwards.
    func head() throws(WatchlistError.Problem) -> ArraySlice<UInt8> {
        while ahead.count < Self.headLength {
            let piece = try nextPiece()
            guard !piece.isEmpty else { break }
            if ahead.isEmpty { ahead = piece } else { ahead += piece }
        }
        let head = ahead.prefix(Self.headLength)
        let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        endsWithCarriageReturn = head.contains(carriageReturn) && !head.contains(lineFeed)
        return endsWithCarriageReturn ? head.map { $0 == carriageReturn ? lineFeed : $0 }[...] : head
    }

    /// The next bytes of a text; none at the end.
    func nextText() throws(WatchlistError.Problem) -> [UInt8] {
        let start = length
        var piece = try nextBytes()
        if endsWithCarriageReturn {
            for index in piece.indices where piece[index] == UInt8(ascii: "\r") { piece[index] = UInt8(ascii: "\n") }
        }
        for index in try controlCharacters(in: piece, start: start) { piece[index] = UInt8(ascii: " ") }
        return piece
    }

    /// The next bytes, whatever they are; none at the end.
    func nextBytes() throws(WatchlistError.Problem) -> [UInt8] {
        var piece = ahead
        if piece.isEmpty { piece = try nextPiece() }
        ahead = []
        length += piece.count
        guard length <= maximumLength else { throw .tooLong(limit: maximumLength) }
        digest.update(data: piece)
        return piece
    }

    /// The next bytes of the source, UTF-16 as UTF-8; none at the end.
    private func nextPiece() throws(WatchlistError.Problem) -> [UInt8] {
        guard hasBegun else { return try firstPiece() }
        guard utf16 != nil else { return try source.nextPiece() }
        while true {
            let piece = try source.nextPiece()
            guard !piece.isEmpty else {
                try utf16?.finish()
                return []
            }
            if let text = try utf16?.utf8(piece[...]), !text.isEmpty { return text }
        }
    }

    /// The first bytes of a text, which show that it is UTF-16.
    private func firstPiece() throws(WatchlistError.Problem) -> [UInt8] {
        var first: [UInt8] = []
        while first.count < 2 {
            let piece = try source.nextPiece()
            guard !piece.isEmpty else { break }
            first += piece
        }
        hasBegun = true
        utf16 = UTF16Text(mark: first[...])
        guard utf16 != nil else { return first }
        let text = try utf16?.utf8(first.dropFirst(2)) ?? []
        return text.isEmpty ? try nextPiece() : text
    }

    /// SHA-256 of what was read, as UTF-8, in hexadecimal.
    var version: String { digest.finalize().hexadecimal }

    /// Counts the ends of lines, and finds the control characters that stand in a text for blanks.
    ///
    /// A NUL, or any of them in the first line, shows that it is no text. Behind that one may stand in what somebody had a feed
    /// publish, which is not to take the rest of the list away.
    private func controlCharacters(in piece: [UInt8], start: Int) throws(WatchlistError.Problem) -> [Int] {
        let (tab, lineFeed, carriageReturn, space, delete): (UInt8, UInt8, UInt8, UInt8, UInt8) = (9, 10, 13, 32, 127)
        let text = piece.span
        var found: [Int] = []
        lineEndsInPiece = 0
        for index in text.indices {
            let byte = text[index]
            guard byte < space || byte == delete else { continue }
            if byte == lineFeed {
                lineEndsInPiece += 1
                isBehindFirstLine = true
            } else if byte != tab, byte != carriageReturn {
                guard byte != 0, isBehindFirstLine else { throw .binary(offset: start + index) }
                found.append(index)
            }
        }
        return found
    }
}

// MARK: - Lines

extension ListReader {
    /// The next lines, all whole; `nil` at the end.
    ///
    /// Of a line that is longer than `maximumLineLength`, one byte more than that is handed out.
    func nextLines() throws(WatchlistError.Problem) -> TextLines? {
        while !isAtEnd {
            let piece = try nextText()
            isAtEnd = piece.isEmpty
            let block = isAtEnd ? openLine : wholeLines(in: piece)
            guard !block.isEmpty else { continue }
            defer { lineNumber += lineEndsInPiece }
            return TextLines(block, firstNumber: lineNumber)
        }
        return nil
    }

    /// The open line and the piece up to its last line end; what follows becomes the open line.
    private func wholeLines(in piece: [UInt8]) -> [UInt8] {
        let lineFeed = UInt8(ascii: "\n")
        guard let last = piece.lastIndex(of: lineFeed), let first = piece.firstIndex(of: lineFeed) else {
            extendOpenLine(piece[...])
            return []
        }
        extendOpenLine(piece[..<first])
        let block = openLine + piece[first...last]
        openLine = []
        extendOpenLine(piece[(last + 1)...])
        return block
    }

    private func extendOpenLine(_ bytes: ArraySlice<UInt8>) {
        openLine += bytes.prefix(Self.maximumLineLength + 1 - openLine.count)
    }
}
