/// Writes rows of one kind as text, line by line.
package struct TableWriter<Row: ExportRow> {
    private let format: ExportFormat
    private let columns: [Column<Row>]
    /// What stands before each value: its name in JSON.
    private let keys: [[UInt8]]

    /// - Parameter columns: those of every such row, or with what a question adds to them.
    package init(format: ExportFormat, columns: [Column<Row>] = Row.columns) {
        self.format = format
        self.columns = columns.filter { format == .jsonl || !$0.isOfJSONAlone }
        keys = self.columns.enumerated().map { Array("\($0 == 0 ? "{" : ",")\"\($1.name)\":".utf8) }
    }

    /// What comes before the first row.
    package var header: String {
        format == .csv ? columns.map(\.name).joined(separator: ",") + "\n" : ""
    }

    /// Appends one row with the end of its line.
    package func write(_ row: Row, to text: inout [UInt8]) {
        let cells = columns.map { $0.cell(row) }
        switch format {
        case .csv: writeCSV(cells, to: &text)
        case .jsonl: writeJSON(cells, to: &text)
        }
    }

    // Room for a whole line is made at once, and its cells are written into that without allocating more.

    private func writeCSV(_ cells: [Cell], to text: inout [UInt8]) {
        text.append(addingCapacity: cells.reduce(1) { $0 + $1.maximumLength + 1 }) { line in
            for (place, cell) in cells.enumerated() {
                if place > 0 { line.append(UInt8(ascii: ",")) }
                cell.writeCSV(to: &line)
            }
            line.append(UInt8(ascii: "\n"))
        }
    }

    private func writeJSON(_ cells: [Cell], to text: inout [UInt8]) {
        let length = zip(keys, cells).reduce(2) { $0 + $1.0.count + $1.1.maximumLength }
        text.append(addingCapacity: length) { line in
            for (key, cell) in zip(keys, cells) {
                for byte in key { line.append(byte) }
                cell.writeJSON(to: &line)
            }
            line.append(UInt8(ascii: "}"))
            line.append(UInt8(ascii: "\n"))
        }
    }
}
