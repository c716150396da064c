/// Horizontal bars, the longest first, as a list whose words a page of any width can set; `bar-chart.mustache` draws it.
struct BarChart {
    let title: String
    let bars: [Bar]

    struct Bar {
        let label: String
        let value: String
        /// In thousandths of the longest bar there may be.
        let length: Int
    }

    init(title: String, values: [(label: String, value: UInt64)]) {
        self.title = title
        let greatest = max(1, values.map(\.value).max() ?? 0)
        bars = values.map { bar in
            let length = (Double(bar.value) / Double(greatest) * 1_000).rounded()
            return Bar(label: bar.label, value: bar.value.grouped, length: Int(length))
        }
    }
}
