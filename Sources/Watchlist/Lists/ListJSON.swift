import TextFormats

/// Reads the JSON of lists.
typealias JSONReader = TextFormats.JSONReader<WatchlistError.Problem>

extension TextFormats.JSONReader<WatchlistError.Problem> {
    /// - Parameter nextPiece: hands on the next bytes, none at the end.
    convenience init(longMember: String? = nil, _ nextPiece: @escaping () throws(WatchlistError.Problem) -> [UInt8]) {
        self.init(longMember: longMember, nextPiece, damage: { .damagedJSON(line: $0, reason: $1) })
    }

    /// Reads a list that is JSON.
    convenience init(_ reader: ListReader, longMember: String? = nil) {
        self.init(longMember: longMember) { () throws(WatchlistError.Problem) in try reader.nextText() }
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

extension ParsedList {
    /// Refuses an element that holds too much to be looked at as a whole, by its line.
    mutating func refuseOverfull(_ line: Int) {
        refuse(line, "one element holds more than \(JSONReader.maximumValues) values")
    }
}
