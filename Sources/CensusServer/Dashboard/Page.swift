import CensusReport

/// A page of the dashboard, in the order in which it stands; `page.mustache` turns it into HTML, and escapes every text there is.
struct Page {
    var title: String
    var navigation: [Link]
    /// What the fields of the period hold.
    var period: PeriodFields
    var statement: [String] = []
    var notices: [String] = []
    var remarks: [String] = []
    var figures: [Figure] = []
    var curves: [TimeCurve] = []
    var bars: [BarList] = []
    var tables: [Table] = []

    struct Link {
        let text: String
        let address: String
        var isCurrent = false
    }

    struct PeriodFields {
        /// Where the form leads.
        let path: String
        let from: String
        let to: String
        /// The period in words.
        let words: String
    }

    /// A number that stands out; it leads to the rows behind it.
    struct Figure {
        let name: String
        let value: String
        let address: String
    }

    /// Names with bars, the longest first.
    struct BarList {
        let title: String
        let bars: [Bar]

        struct Bar {
            let link: Link
            let value: String
            /// Units of 0 to 100.
            let width: Double
        }

        init(_ title: String, _ values: [(link: Link, value: UInt64)]) {
            self.title = title
            let greatest = Double(max(1, values.map(\.value).max() ?? 0))
            bars = values.map { link, value in
                Bar(link: link, value: value.grouped, width: (Double(value) / greatest * 1_000).rounded() / 10)
            }
        }
    }

    struct Table {
        let identifier: String
        let title: String
        let columns: [Heading]
        let rows: [Row]
        /// What is to be said of rows that are not shown.
        let omission: String?
        /// The same rows from the API, all of them; `nil` where it has no such question for who looks at it.
        let downloads: Downloads?

        struct Downloads {
            let csv: String
            let json: String
        }

        struct Heading {
            let name: String
            let isNumber: Bool
        }

        struct Row {
            let cells: [Cell]
        }

        struct Cell {
            let text: String
            let address: String?
            let isNumber: Bool
            /// Whether it names its row.
            let isHeading: Bool
        }

        var isEmpty: Bool { rows.isEmpty }
    }
}
