/// A column of a kind of row: its name, and what a row has there.
package struct Column<Row>: Sendable {
    package let name: String
    /// Whether JSON Lines alone have it. The columns of CSV are fixed, for others read them by their place.
    package let isOfJSONAlone: Bool
    package let cell: @Sendable (Row) -> Cell

    package init(_ name: String, ofJSONAlone isOfJSONAlone: Bool = false, _ cell: @escaping @Sendable (Row) -> Cell) {
        self.name = name
        self.isOfJSONAlone = isOfJSONAlone
        self.cell = cell
    }
}

/// A kind of row that can be exported. New columns are appended, never inserted.
package protocol ExportRow {
    static var columns: [Column<Self>] { get }
}
