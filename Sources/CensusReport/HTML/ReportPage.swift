/// A report as a page shows it: words and drawings, in the order in which they stand.
///
/// `report.mustache` turns it into HTML, and escapes every text there is.
struct ReportPage {
    var title: String
    var period: String
    var statement: [String]
    var notices: [String]
    var figures: [Figure] = []
    var sections: [Section] = []
    /// What stands at the foot: how it was counted, and from what.
    var colophon: [String]

    /// A number that stands out, and how it has changed.
    struct Figure {
        var name: String
        var value: String
        var change: String?
    }

    struct Section {
        let identifier: String
        let title: String
        var paragraphs: [String] = []
        var bars: [BarChart] = []
        var curves: [LineChart] = []
        var tables: [Table]

        init(_ identifier: String, _ title: String, _ table: Table) {
            self.identifier = identifier
            self.title = title
            tables = table.rows.isEmpty ? [] : [table]
        }

        /// Whether there is nothing to see.
        var isEmpty: Bool { paragraphs.isEmpty && bars.isEmpty && curves.isEmpty && tables.isEmpty }
    }

    struct Table {
        let caption: String
        let columns: [ReportTable.Column]
        let rows: [Row]
        /// What is to be said of rows that are not shown.
        let omission: String?
        /// Whether it is shown only on demand.
        let isFolded: Bool

        struct Row {
            let cells: [Cell]
        }

        struct Cell {
            let text: String
            let isNumber: Bool
            /// Whether it names its row.
            let isHeading: Bool
            /// Whether it belongs to a row above.
            let isPart: Bool
        }

        init(_ caption: String, _ table: ReportTable, isFolded: Bool = false) {
            self.caption = caption
            self.isFolded = isFolded
            columns = table.columns
            omission = table.omission
            rows = table.rows.map { texts in
                Row(
                    cells: zip(texts, table.columns).enumerated().map { place, cell in
                        Cell(
                            text: cell.0, isNumber: cell.1.isNumber, isHeading: place == 0,
                            isPart: place == 0 && cell.0.hasPrefix(" "))
                    })
            }
        }
    }
}
