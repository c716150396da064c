import TextFormats

/// Reads the JSON of lists.
typealias JSONReader = TextFormats.JSONReader<WatchlistError.Problem>

extension TextFormats.JSONReader<WatchlistError.Problem> {
    /// - Parameter nextPiece: hands on the next bytes, none at the end.
    convenience init(_ nextPiece: @escaping () throws(WatchlistError.Problem) -> [UInt8]) {
        self.init(nextPiece, damage: { .damagedJSON(line: $0, reason: $1) })
    }

    /// Reads a list that is JSON.
    convenience init(_ reader: ListReader) {
        self.init { () throws(WatchlistError.Problem) in try reader.nextText() }
    }

    /// Reads one line that holds a text of its own.
    convenience init(_ text: ArraySlice<UInt8>) {
        var rest = Array(text)
        self.init { () throws(WatchlistError.Problem) in
            defer { rest = [] }
            return rest
        }
    }
}
