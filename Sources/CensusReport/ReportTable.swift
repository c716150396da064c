/// Rows of a report with a heading over each column: what text and pages show alike.
struct ReportTable {
    struct Column {
        let name: String
        let isNumber: Bool
        /// Whether its texts, like addresses and times, are not to be broken.
        var isFixed = false
    }

    private(set) var columns: [Column]
    private(set) var rows: [[String]] = []
    /// What is said of each row where there is no room for columns; empty where nothing is.
    private(set) var details: [String] = []
    /// How many rows there are beside these.
    private(set) var omittedCount = 0

    /// - Parameters:
    ///   - words: what stands above columns of words, which come first.
    ///   - numbers: what stands above those of numbers.
    init(_ words: [String], numbers: [String]) {
        columns =
            words.map { Column(name: $0, isNumber: false) } + numbers.map { Column(name: $0, isNumber: true) }
    }

    /// The table with columns of these names as texts that are not to be broken.
    func fixing(_ names: Set<String>) -> ReportTable {
        var table = self
        for place in columns.indices where names.contains(columns[place].name) { table.columns[place].isFixed = true }
        return table
    }

    /// - Parameters:
    ///   - cells: printable text, one for each column.
    ///   - detail: what is said of the row in a line of its own.
    mutating func add(_ cells: [String], detail: String = "") {
        rows.append(cells)
        details.append(detail)
    }

    /// The table with a column of numbers behind the others, a cell for each row.
    func adding(_ name: String, _ cells: [String]) -> ReportTable {
        var table = self
        table.columns.append(Column(name: name, isNumber: true))
        for (place, cell) in cells.enumerated() { table.rows[place].append(cell) }
        return table
    }

    /// The first rows, at most so many.
    func first(_ count: Int) -> ReportTable {
        guard rows.count > count else { return self }
        var table = self
        table.rows = Array(rows.prefix(count))
        table.details = Array(details.prefix(count))
        table.omittedCount += rows.count - count
        return table
    }

    /// The table as one of more rows, so many of which are not here.
    func omitting(_ count: Int) -> ReportTable {
        var table = self
        table.omittedCount += max(0, count)
        return table
    }

    /// What is to be said of rows that are not shown.
    var omission: String? { omittedCount > 0 ? "and \(UInt64(omittedCount).grouped) more" : nil }
}
