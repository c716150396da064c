import NetworkTypes
import TextFormats

/// How a table is laid out: what separates its fields, and what its columns hold.
struct TableLayout {
    let separator: FieldSeparator
    /// In lower case, as messages name them.
    let names: [String]
    let columns: RecordColumns
    /// The line of the header; 0 where there is none.
    let headerLine: Int
    /// What is odd about the columns.
    var oddities: [String] = []

    var fieldCount: Int { names.count }

    /// Reads a line as a header, which may stand in a comment; `nil` where it names no column that holds addresses.
    /// - Parameter isComment: whether a comment sign begins the line.
    init?(header line: TextLines.Line, isComment: Bool) {
        let text = isComment ? line.text.drop { "#;/ ".utf8.contains($0) } : line.text
        let layouts = FieldSeparator.allCases.compactMap { TableLayout(text, line.number, $0) }
        // The one by which most columns have a name that is known.
        guard let best = layouts.max(by: { $0.columns.count < $1.columns.count }) else { return nil }
        self = best
    }

    private init?(_ text: ArraySlice<UInt8>, _ line: Int, _ separator: FieldSeparator) {
        guard let names = separator.split(text), names.count > 1 || separator == .comma,
            let columns = RecordColumns(names.map { RecordField.normalized($0) })
        else { return nil }
        self.init(separator, names.map { $0.lowercased() }, columns, headerLine: line)
    }

    init(_ separator: FieldSeparator, _ names: [String], _ columns: RecordColumns, headerLine: Int) {
        (self.separator, self.names, self.columns, self.headerLine) = (separator, names, columns, headerLine)
    }

    /// The name of a column with the addresses of the other end, which are not read; `nil` where there is none.
    var otherEnd: String? { columns.otherEnd.map { names[$0] } }

    /// The name of a column with the ports of the other end, which are not read; `nil` where there is none.
    var otherPort: String? { columns.otherPort.map { names[$0] } }

    /// The same table, of whose columns only the addresses are read.
    var withAddressesAlone: TableLayout {
        let fields = columns.fields.map { field in field.flatMap { [.address, .first, .last].contains($0) ? $0 : nil } }
        return TableLayout(separator, names, RecordColumns(fields: fields, isOwn: false), headerLine: headerLine)
    }

    /// The name of the column without which there is no entry.
    var addressName: String {
        let place = columns.fields.firstIndex(of: .address) ?? columns.fields.firstIndex(of: .first)
        return place.map { names[$0] } ?? "address"
    }

    /// Whether a line is the first and says what separates fields, as spreadsheets have it: `sep=;`.
    static func statesSeparator(_ line: TextLines.Line) -> Bool {
        guard line.number == 1 else { return false }
        let text = String(decoding: line.text.trimmed.prefix(6), as: UTF8.self).lowercased()
        return text.utf8.count == 5 && text.hasPrefix("sep=")
    }

    /// Whether a line holds nothing, or a comment.
    func passesOver(_ text: ArraySlice<UInt8>) -> Bool {
        let text = text.trimmed
        guard let first = text.first, first != UInt8(ascii: "#") else { return true }
        return text.starts(with: "//".utf8) || first == UInt8(ascii: ";") && separator != .semicolon
    }

    func split(_ text: ArraySlice<UInt8>) -> [String]? {
        separator.split(separator == .tab ? text : text.trimmed, count: fieldCount)
    }

    /// Whether a line says the names of the columns again, as files that were joined do.
    func isHeader(_ fields: [String]) -> Bool { fields.count == fieldCount && fields.map { $0.lowercased() } == names }

    /// Whether a line has as many fields as it must: spreadsheets add empty ones, and tables with tabs leave out the last ones.
    func accepts(_ fields: [String]) -> Bool {
        if fields.count >= fieldCount { return fields[fieldCount...].allSatisfy(\.isEmpty) }
        guard separator == .tab || separator == .blanks else { return false }
        return columns.fields[fields.count...].allSatisfy {
            $0.map { [.label, .comment, .tag, .source, .activity].contains($0) } ?? true
        }
    }
}
