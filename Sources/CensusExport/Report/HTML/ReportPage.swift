/// A report as a page shows it: words and drawings, in the order in which they stand.
///
/// `report.mustache` turns it into HTML, and escapes every text there is.
struct ReportPage {
    var title: String
    var period: String
    var statement: [String]
    var notices: [String]
    var figures: [Figure]
    var sections: [Section]
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
        var tables: [Table] = []
    }

    struct Table {
        let caption: String
        let columns: [Column]
        let rows: [Row]
        /// Whether it is shown only when asked for.
        let isFolded: Bool

        struct Column {
            let name: String
            let isNumber: Bool
        }

        struct Row {
            let cells: [Cell]
        }

        struct Cell {
            let text: String
            let isNumber: Bool
            /// Whether it names its row.
            let isHeading: Bool
        }

        /// - Parameters:
        ///   - columns: names; those of numbers begin with `#`.
        init(_ caption: String, columns: [String], rows: [[String]], isFolded: Bool = false) {
            self.caption = caption
            self.isFolded = isFolded
            let numbers = columns.map { $0.hasPrefix("#") }
            self.columns = columns.map {
                Column(name: $0.hasPrefix("#") ? String($0.dropFirst()) : $0, isNumber: $0.hasPrefix("#"))
            }
            self.rows = rows.map { texts in
                Row(
                    cells: texts.enumerated().map { place, text in
                        Cell(text: text, isNumber: numbers[place], isHeading: place == 0)
                    })
            }
        }
    }
}
