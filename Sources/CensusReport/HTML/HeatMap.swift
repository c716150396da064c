/// The geometry of a map of hours: a column for each day, a row for each hour of the day, the darker the more;
/// `heat-map.mustache` draws it.
///
/// Hours with the same shade are one path, so that months of them stay small.
package struct HeatMap {
    let identifier: String
    let title: String
    /// The map in words, for who cannot see it.
    let summary: String
    let width = 760
    let height: Int
    let shades: [Shade]
    /// Hours that nobody observed.
    let gaps: String
    let moments: [LineChart.Moment]
    let clocks: [Clock]

    struct Shade {
        /// From 0, nobody, to `most`.
        let level: Int
        let path: String
    }

    /// An hour of the day on the axis to the left.
    struct Clock {
        let x: Int
        let y: Int
        let label: String
    }

    /// An hour's value: `nil` where nobody observed.
    struct Day {
        let label: String
        /// 24 of them.
        let hours: [UInt64?]
        /// What stands below the axis here; `nil` for most days.
        let mark: String?
    }

    private static let most = 5
    private static let (left, right, top, rowHeight) = (64, 752, 4, 8)

    init(identifier: String, title: String, days: [Day]) {
        self.identifier = identifier
        self.title = title
        let bottom = Self.top + 24 * Self.rowHeight
        height = bottom + 32
        let greatest = days.lazy.flatMap(\.hours).compactMap(\.self).max() ?? 0
        let step = Double(Self.right - Self.left) / Double(max(1, days.count))
        var paths = [String](repeating: "", count: Self.most + 1)
        var gaps = ""
        for (column, day) in days.enumerated() {
            let x = tenths(Double(Self.left) + Double(column) * step)
            let width = tenths(Double(Self.left) + Double(column + 1) * step) - x
            for (clock, value) in day.hours.enumerated() {
                let y = Self.top + clock * Self.rowHeight
                let cell = "M\(x) \(y)h\(tenths(width))v\(Self.rowHeight)h-\(tenths(width))z"
                if let value { paths[Self.level(value, of: greatest)] += cell } else { gaps += cell }
            }
        }
        self.gaps = gaps
        shades = paths.enumerated().filter { !$1.isEmpty }.map { Shade(level: $0, path: $1) }
        moments = days.enumerated().compactMap { index, day in day.mark.map { (index, $0) } }.enumerated().map {
            LineChart.Moment(
                at: tenths(Double(Self.left) + (Double($1.0) + 0.5) * step), from: Self.left, y: bottom + 20,
                label: $1.1, isMinor: $0 % 2 == 1)
        }
        clocks = stride(from: 0, to: 24, by: 6).map {
            Clock(x: Self.left - 6, y: Self.top + $0 * Self.rowHeight + 8, label: "\($0) h")
        }
        summary =
            days.isEmpty
            ? "No data."
            : "From \(days[0].label) to \(days[days.count - 1].label), hour by hour; the most in an hour: \(greatest.grouped)."
    }

    /// The shade of a value, from 0, nobody, to 5: by the root of the share, so that a single great value does not leave all others
    /// pale.
    package static func level(_ value: UInt64, of greatest: UInt64) -> Int {
        guard value > 0, greatest > 0 else { return 0 }
        return max(1, Int(((Double(value) / Double(greatest)).squareRoot() * Double(most)).rounded(.up)))
    }
}
