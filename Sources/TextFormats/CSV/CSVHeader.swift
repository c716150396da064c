/// The line of a CSV text that names its columns; it may stand in a comment.
package struct CSVHeader {
    /// In lower case.
    package private(set) var names: [String]
    package let line: Int
    /// What stands between the names, and between the fields of the lines behind.
    package let separator: UInt8

    /// The names in a line; `nil` when it is not a list of fields.
    package init?(_ line: TextLines.Line, separator: UInt8 = UInt8(ascii: ",")) {
        let text = line.text.trimmed.drop { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: " ") }
        guard let fields = CSVFields.split(text, separator: separator) else { return nil }
        names = fields.map { $0.lowercased() }
        self.line = line.number
        self.separator = separator
    }

    /// The names between commas, or between semicolons or tabs where one of them is the name looked for.
    static func best(_ line: TextLines.Line, naming name: String, synonyms: [String: String]) -> CSVHeader? {
        let headers = ",;\t".utf8.compactMap { CSVHeader(line, separator: $0)?.replacing(synonyms) }
        return headers.first { $0.names.contains(name) } ?? headers.first
    }

    /// The same columns, with other names for those whose own stands for one that is not there.
    private func replacing(_ synonyms: [String: String]) -> CSVHeader {
        var header = self
        for (index, name) in names.enumerated() {
            guard let other = synonyms[name], !header.names.contains(other) else { continue }
            header.names[index] = other
        }
        return header
    }
}
