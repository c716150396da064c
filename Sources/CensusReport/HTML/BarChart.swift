/// The geometry of horizontal bars, the longest first; `bar-chart.mustache` draws it.
struct BarChart {
    let identifier: String
    let title: String
    /// The bars in words, for who cannot see them.
    let summary: String
    let width = 760
    let height: Int
    let bars: [Bar]

    struct Bar {
        let label: String
        let value: String
        let labelX: Int
        let x: Int
        let y: Int
        let width: Double
        let height: Int
        let textY: Int
        let valueX: Double
    }

    private static let (left, right, rowHeight, barHeight) = (168, 640, 26, 18)

    init(identifier: String, title: String, values: [(label: String, value: UInt64)]) {
        self.identifier = identifier
        self.title = title
        let greatest = max(1, values.map(\.value).max() ?? 0)
        bars = values.enumerated().map { index, bar in
            let width = tenths(Double(bar.value) / Double(greatest) * Double(Self.right - Self.left))
            let y = index * Self.rowHeight + 4
            return Bar(
                label: bar.label, value: bar.value.grouped, labelX: Self.left - 8, x: Self.left, y: y, width: width,
                height: Self.barHeight, textY: y + 13, valueX: tenths(Double(Self.left) + width + 6))
        }
        height = values.count * Self.rowHeight + 4
        summary = values.map { "\($0.label): \($0.value.grouped)" }.joined(separator: "; ") + "."
    }
}
