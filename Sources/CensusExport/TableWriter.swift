/// Writes rows of one kind as text, line by line.
package struct TableWriter<Row: ExportRow> {
    private let format: ExportFormat
    private let columns: [Column<Row>]
    /// What makes the cells of a row, column by column.
    private let cells: [@Sendable (Row) -> Cell]
    /// What stands before each value: its name in JSON.
    private let keys: [[UInt8]]

    /// - Parameter columns: those of every such row, or with what a question adds to them.
    package init(format: ExportFormat, columns: [Column<Row>] = Row.columns) {
        self.format = format
        self.columns = columns.filter { format == .jsonl || !$0.isOfJSONAlone }
        cells = self.columns.map(\.cell)
        keys = self.columns.enumerated().map { Array("\($0 == 0 ? "{" : ",")\"\($1.name)\":".utf8) }
    }

    /// What comes before the first row.
    package var header: String {
        format == .csv ? columns.map(\.name).joined(separator: ",") + "\n" : ""
    }

    /// Appends one row with the end of its line.
    package func write(_ row: Row, to text: inout [UInt8]) {
        switch format {
        case .csv: writeCSV(row, to: &text)
        case .jsonl: writeJSON(row, to: &text)
        }
    }

    // A cell is written as soon as it is made, and none is kept: a list of the cells of each row took half of the time.

    private func writeCSV(_ row: Row, to text: inout [UInt8]) {
        for place in cells.indices {
            if place > 0 { text.append(UInt8(ascii: ",")) }
            let cell = cells[place](row)
            text.append(addingCapacity: cell.maximumLength) { cell.writeCSV(to: &$0) }
        }
        text.append(UInt8(ascii: "\n"))
    }

    private func writeJSON(_ row: Row, to text: inout [UInt8]) {
        for place in cells.indices {
            text.append(contentsOf: keys[place])
            let cell = cells[place](row)
            text.append(addingCapacity: cell.maximumLength) { cell.writeJSON(to: &$0) }
        }
        text.append(UInt8(ascii: "}"))
        text.append(UInt8(ascii: "\n"))
    }
}
