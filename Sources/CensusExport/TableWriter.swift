/// A kind of row that can be exported: its columns, and a value for each.
package protocol ExportRow {
    static var columns: [String] { get }
    var cells: [Cell] { get }

    /// What JSON Lines have behind these; the columns of CSV are fixed, for others read them by their place.
    static var columnsOfJSONAlone: [String] { get }
    var cellsOfJSONAlone: [Cell] { get }
}

extension ExportRow {
    package static var columnsOfJSONAlone: [String] { [] }
    package var cellsOfJSONAlone: [Cell] { [] }
}

/// Writes rows of one kind as text, line by line.
package struct TableWriter<Row: ExportRow> {
    private let format: ExportFormat
    /// What stands before each value: its name in JSON.
    private let keys: [[UInt8]]

    package init(format: ExportFormat) {
        self.format = format
        keys = (Row.columns + Row.columnsOfJSONAlone).enumerated().map {
            Array("\($0 == 0 ? "{" : ",")\"\($1)\":".utf8)
        }
    }

    /// What comes before the first row.
    package var header: String {
        format == .csv ? Row.columns.joined(separator: ",") + "\n" : ""
    }

    /// Appends one row with the end of its line.
    package func write(_ row: Row, to text: inout [UInt8]) {
        switch format {
        case .csv: writeCSV(row.cells, to: &text)
        case .jsonl: writeJSON(row.cells + row.cellsOfJSONAlone, to: &text)
        }
    }

    // Room for a whole line is made at once, and its cells are written into that without asking for more.

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
