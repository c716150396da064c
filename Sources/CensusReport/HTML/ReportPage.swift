/// A report as a page shows it: words and drawings, in the order in which they stand.
///
/// `report.mustache` turns it into HTML, and escapes every text there is.
struct ReportPage {
    var title: String
    var period: String
    var statement: [String]
    /// What must be known of the figures before they are used.
    var notices: [String] = []
    var remarks: [String] = []
    /// Who issues it, and who may see it.
    var issuer: String?
    /// The marking alone, for the foot of each sheet of paper.
    var marking: String?
    var figures: [Figure] = []
    /// The sections by name; `nil` where there are none.
    var contents: Contents?
    var sections: [Section] = []
    /// What stands at the foot: how it was counted, and from what.
    var colophon: [String]

    /// A number that stands out, and how it has changed.
    struct Figure {
        var name: String
        var value: String
        var change: String?
    }

    struct Contents {
        let entries: [Section]
    }

    /// Words, and what they mean.
    struct Glossary {
        let terms: [Term]

        struct Term {
            let name: String
            let meaning: String
        }
    }

    struct Section {
        let identifier: String
        let title: String
        var paragraphs: [String] = []
        var glossary: Glossary?
        var bars: [BarChart] = []
        var curves: [LineChart] = []
        var maps: [HeatMap] = []
        var tables: [Table]

        init(_ identifier: String, _ title: String, _ table: Table) {
            self.identifier = identifier
            self.title = title
            tables = table.rows.isEmpty ? [] : [table]
        }

        /// Whether there is nothing to see.
        var isEmpty: Bool { paragraphs.isEmpty && bars.isEmpty && curves.isEmpty && maps.isEmpty && tables.isEmpty }
    }

    struct Table {
        let caption: String
        let columns: [ReportTable.Column]
        let rows: [Row]
        /// What is to be said of rows that are not shown.
        let omission: String?
        /// Whether it is shown only on demand.
        let isFolded: Bool
        /// Whether it fits on a sheet of paper, and is not to be torn.
        let isShort: Bool

        struct Row {
            let cells: [Cell]
        }

        struct Cell {
            let text: String
            let isNumber: Bool
            let isFixed: Bool
            /// Whether it may be broken within words, as parts always are.
            let isLong: Bool
            /// Whether it names its row.
            let isHeading: Bool
            /// Whether it belongs to a row above.
            let isPart: Bool
        }

        private static let mostOnSheet = 16

        init(_ caption: String, _ table: ReportTable, isFolded: Bool = false) {
            self.caption = caption
            self.isFolded = isFolded
            isShort = table.rows.count <= Self.mostOnSheet
            columns = table.columns
            omission = table.omission
            rows = table.rows.map { texts in
                Row(
                    cells: zip(texts, table.columns).enumerated().map { place, cell in
                        Cell(
                            text: cell.0, isNumber: cell.1.isNumber, isFixed: cell.1.isFixed,
                            isLong: !cell.1.isNumber && !cell.1.isFixed && !cell.0.hasPrefix(" ") && cell.0.hasLongWord,
                            isHeading: place == 0, isPart: place == 0 && cell.0.hasPrefix(" "))
                    })
            }
        }
    }
}
