import CensusReport
import HourlyRollup

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
    var curves: [LineChart] = []
    var maps: [HeatMap] = []
    var tiles: [TileList] = []
    var bars: [BarList] = []
    var tables: [Table] = []
    /// Words of its tables; `nil` where there is nothing to explain.
    var glossary: Glossary?

    mutating func show(_ drawings: TimeDrawings) {
        curves += drawings.curves
        maps += drawings.maps
    }

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
        /// Periods that are often wanted.
        let choices: [Link]
    }

    /// Words, and what they mean.
    struct Glossary {
        let terms: [Term]

        struct Term {
            let name: String
            let meaning: String
        }

        static let grades = Glossary(
            terms: [
                Term(
                    name: "affected",
                    meaning: "attempted, answered, exchanged or intruded: the host itself did something")
            ]
                + Grade.allCases.reversed().map { Term(name: $0.name, meaning: $0.meaning) })
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

    /// Names with a shade, the darker the more.
    struct TileList {
        let title: String
        let tiles: [Tile]

        struct Tile {
            let link: Link
            /// A short name, for where there is little room.
            let code: String
            let value: String
            /// From 0, none, to 5.
            let level: Int
        }

        init(_ title: String, _ values: [(link: Link, code: String, value: UInt64)]) {
            self.title = title
            let greatest = values.map(\.value).max() ?? 0
            tiles = values.map { link, code, value in
                Tile(link: link, code: code, value: value.grouped, level: HeatMap.level(value, of: greatest))
            }
        }
    }

    struct Table {
        let identifier: String
        let title: String
        let columns: [Heading]
        let rows: [Row]
        /// What the rows are.
        var explanation: String?
        /// What is to be said of rows that are not shown.
        var omission: String?
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
            /// How its text is set; `nil` of short words.
            let style: Style?
            /// Whether it names its row.
            let isHeading: Bool

            enum Style: String {
                case number, time
                /// Many words, in several lines.
                case text
                /// With a word that is broken where it does not fit: an address of IPv6, a name that a list gives.
                case long
            }
        }

        let isEmpty: Bool
    }
}
