/// A small CSV text (RFC 4180) with a header line that names its columns, in any order and with others among them; lines
/// that begin with `#` are comments. Semicolons or tabs may stand in the place of commas, as spreadsheets write them.
///
/// What does not parse is refused by its line and left out; the rest stands.
package struct CSVTable {
    /// A line of the table.
    package struct Row {
        package let line: Int
        private let fields: [String]
        private let places: [String: Int]

        fileprivate init(line: Int, fields: [String], places: [String: Int]) {
            (self.line, self.fields, self.places) = (line, fields, places)
        }

        /// What stands in a column; empty where the table has no such column.
        package subscript(column: String) -> String {
            places[column].map { fields[$0] } ?? ""
        }
    }

    private var lines: TextLines.Iterator
    private let places: [String: Int]
    private let fieldCount: Int
    private let separator: UInt8

    /// Reads the header.
    ///
    /// - Parameters:
    ///   - required: the columns without which the text is not such a table, in lower case.
    ///   - optional: others that are read.
    ///   - synonyms: names that stand for others, where those are not there.
    package init(
        _ bytes: [UInt8], required: [String], optional: [String], synonyms: [String: String] = [:]
    ) throws(CSVTableError) {
        lines = TextLines(bytes).makeIterator()
        var header: CSVHeader?
        while header == nil, let line = lines.next() {
            guard !line.text.trimmed.isEmpty else { continue }
            let candidate = CSVHeader.best(line, naming: required[0], synonyms: synonyms)
            // A comment above the header is not a row.
            if line.text.first == UInt8(ascii: "#"), candidate?.names.contains(required[0]) != true { continue }
            guard let candidate else { throw .noHeader(line: line.number, missing: required) }
            header = candidate
        }
        guard let header else { throw .empty }
        let missing = required.filter { !header.names.contains($0) }
        guard missing.isEmpty else { throw .noHeader(line: header.line, missing: missing) }
        for name in required + optional where header.names.count(where: { $0 == name }) > 1 {
            throw .columnTwice(line: header.line, name: name)
        }
        (fieldCount, separator) = (header.names.count, header.separator)
        places = Dictionary(header.names.enumerated().map { ($1, $0) }) { first, _ in first }
    }

    /// The next row; `nil` at the end.
    /// - Parameter refuse: is called for the lines before it that are not rows.
    package mutating func next(refusing refuse: (LineProblem) -> Void) -> Row? {
        while let line = lines.next() {
            let text = line.text.trimmed
            guard let first = text.first, first != UInt8(ascii: "#") else { continue }
            guard let fields = CSVFields.split(separator == UInt8(ascii: "\t") ? line.text : text, separator: separator)
            else {
                refuse(LineProblem(line: line.number, message: "a quoted field is not closed: \(text.quoted)"))
                continue
            }
            guard fields.count == fieldCount else {
                let message = "\(fields.count) fields, where the header names \(fieldCount)"
                refuse(LineProblem(line: line.number, message: message))
                continue
            }
            return Row(line: line.number, fields: fields, places: places)
        }
        return nil
    }
}

/// Why a text is not such a table at all.
package enum CSVTableError: Error, Equatable, CustomStringConvertible {
    case empty
    case noHeader(line: Int, missing: [String])
    case columnTwice(line: Int, name: String)

    package var description: String {
        switch self {
        case .empty: "is empty, without so much as a header line"
        case .noHeader(let line, let missing):
            "line \(line): the header line names no column \(missing.map { "'\($0)'" }.joined(separator: ", "))"
        case .columnTwice(let line, let name): "line \(line): the header line names the column '\(name)' twice"
        }
    }
}
