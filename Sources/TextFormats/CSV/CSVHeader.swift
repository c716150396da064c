/// The line of a CSV text that names its columns; it may stand in a comment.
package struct CSVHeader {
    /// In lower case.
    package let names: [String]
    package let line: Int

    /// The names in a line; `nil` when it is no list of fields.
    package init?(_ line: TextLines.Line) {
        let text = line.text.trimmed.drop { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: " ") }
        guard let fields = CSVFields.split(text) else { return nil }
        names = fields.map { $0.lowercased() }
        self.line = line.number
    }
}
