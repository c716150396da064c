import TextFormats

/// Comma-separated values after RFC 4180 with a header line, which may stand in a comment and whose columns are known by
/// their names, so that their number and order are free.
struct CSVListFormat: LineFormat {
    private let layout: RecordLayout
    /// For every field of a line, what it holds; `nil` for a column that is not used.
    private let columns: [(name: String, field: RecordField)?]
    private let headerLine: Int

    /// - Parameter header: the line that names the columns.
    init(_ header: CSVHeader, layout: RecordLayout) {
        self.layout = layout
        columns = header.names.map { name in layout.fields[name].map { (name, $0) } }
        headerLine = header.line
    }

    func take(_ line: TextLines.Line, into list: inout ParsedList) {
        let text = line.text.trimmed
        guard line.number > headerLine, !text.withoutComment.trimmed.isEmpty else { return }
        guard let fields = CSVFields.split(text) else {
            return list.refuse(line.number, "a quoted field is not closed: \(text.quoted)")
        }
        guard fields.count == columns.count else {
            return list.refuse(line.number, "\(fields.count) fields, where the header names \(columns.count)")
        }
        var record = Record()
        for (column, field) in zip(columns, fields) where !field.isEmpty {
            guard let column, !record.set(column.field, field) else { continue }
            let value = "'\(field.prefix(80))'"
            guard column.field != .address else { return list.refuse(line.number, "\(value) \(ParsedList.noAddress)") }
            return list.refuse(line.number, "\(value) is no value for '\(column.name)'")
        }
        record.add(to: &list, line: line.number, layout: layout)
    }
}

extension CSVHeader {
    /// Whether records have an address, and something that only this feed says.
    func fits(_ layout: RecordLayout) -> Bool { names.contains(layout.addressName) }

    /// Whether any column, of several, has a name of the layout.
    func mentions(_ layout: RecordLayout) -> Bool {
        names.count > 1 && names.contains { layout.fields[$0] != nil }
    }
}
