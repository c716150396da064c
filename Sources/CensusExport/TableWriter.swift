/// A kind of row that can be exported: its columns, and a value for each.
package protocol ExportRow {
    static var columns: [String] { get }
    var cells: [Cell] { get }
}

/// Writes rows of one kind as text, line by line.
package struct TableWriter<Row: ExportRow> {
    private let format: ExportFormat
    private let names: [String]

    package init(format: ExportFormat) {
        self.format = format
        names = Row.columns
    }

    /// What comes before the first row.
    package var header: String {
        format == .csv ? names.joined(separator: ",") + "\n" : ""
    }

    private func csvLine(_ cells: [Cell]) -> String {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        for (place, cell) in cells.enumerated() {
            if place > 0 { line.append(UInt8(ascii: ",")) }
            cell.appendCSV(to: &line)
        }
        line.append(UInt8(ascii: "\n"))
        return String(decoding: line, as: UTF8.self)
    }

    /// One row with the end of its line.
    package func line(_ row: Row) -> String {
        switch format {
        case .csv: csvLine(row.cells)
        case .jsonl: "{" + zip(names, row.cells).map { "\"\($0)\":\($1.json)" }.joined(separator: ",") + "}\n"
        }
    }
}
