/// The geometry of a curve over time; `line-chart.mustache` draws it.
///
/// Lengths are in units of the drawing, 0.1 at the finest. Times without a value count as 0: a census sees whom it sees.
struct LineChart {
    let identifier: String
    let title: String
    /// The curve in words, for who cannot see it.
    let summary: String
    let width = 760
    let height = 240
    let left = 64
    let right = 752
    let levels: [Level]
    let moments: [Moment]
    let line: String
    let area: String
    let spots: [Spot]

    /// A horizontal line, and the value it stands for.
    struct Level {
        let y: Double
        let textX: Int
        let textY: Double
        let label: String
    }

    /// A time on the axis below.
    struct Moment {
        let x: Double
        let y: Int
        let label: String
    }

    /// What a pointer rests on: shows the value of one time.
    struct Spot {
        let x: Double
        let y: Int
        let width: Double
        let height: Int
        let label: String
    }

    /// A time and its value.
    struct Point {
        let label: String
        let value: UInt64
        /// What stands below the axis here; `nil` for most points.
        let mark: String?
    }

    private static let top = 16
    private static let bottom = 208
    /// More points than these are drawn without spots: they would be narrower than a pointer is exact.
    private static let mostSpots = 400

    init(identifier: String, title: String, points: [Point]) {
        self.identifier = identifier
        self.title = title
        let scale = ChartScale(upTo: points.lazy.map(\.value).max() ?? 0)
        let (left, right) = (left, right)
        let width = Double(right - left) / Double(max(1, points.count))
        let y = { (value: UInt64) in
            tenths(Double(Self.bottom) - scale.share(of: value) * Double(Self.bottom - Self.top))
        }
        let x = { (index: Int) in tenths(Double(left) + (Double(index) + 0.5) * width) }
        levels = scale.levels.map {
            Level(y: y($0), textX: left - 8, textY: tenths(y($0) + 4), label: $0.grouped)
        }
        moments = points.enumerated().compactMap { index, point in
            point.mark.map { Moment(x: x(index), y: Self.bottom + 20, label: $0) }
        }
        line = points.enumerated().map { "\($0 == 0 ? "M" : "L")\(x($0)) \(y($1.value))" }.joined()
        area =
            points.isEmpty
            ? "" : line + "L\(x(points.count - 1)) \(Self.bottom)L\(x(0)) \(Self.bottom)Z"
        spots =
            points.count > Self.mostSpots
            ? []
            : points.enumerated().map { index, point in
                Spot(
                    x: tenths(Double(left) + Double(index) * width), y: Self.top, width: tenths(width),
                    height: Self.bottom - Self.top, label: "\(point.label): \(point.value.grouped)")
            }
        summary = Self.summary(points)
    }

    private static func summary(_ points: [Point]) -> String {
        guard let first = points.first, let last = points.last,
            let peak = points.max(by: { $0.value < $1.value })
        else { return "No data." }
        return "From \(first.label) to \(last.label); the most, \(peak.value.grouped), at \(peak.label)."
    }
}

/// A length to a tenth of a unit, so that drawings stay small.
func tenths(_ length: Double) -> Double { (length * 10).rounded() / 10 }
