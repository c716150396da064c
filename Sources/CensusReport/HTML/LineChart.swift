/// The geometry of a curve over time, in steps, for a value holds for the whole of its time; `line-chart.mustache` draws it.
///
/// Lengths are in units of the drawing, 0.1 at the finest. Times that nobody observed have no value: there the curve breaks off,
/// and the ground is hatched.
package struct LineChart {
    let identifier: String
    let title: String
    /// The curve in words, for who cannot see it.
    let summary: String
    let width = 760
    let height = 240
    let left = 8
    let right = 752
    let levels: [Level]
    let moments: [Moment]
    let line: String
    let area: String
    let gaps: [Spot]
    let hasGaps: Bool
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
        /// Where `x` is: `start` or `middle`, as SVG has it.
        let anchor: String
        /// Whether it may be left out where there is little room.
        let isMinor: Bool
    }

    /// What a pointer rests on: shows the value of one time, or which time was not observed.
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
        /// `nil` where nobody observed.
        let value: UInt64?
        /// What stands below the axis here; `nil` for most points.
        let mark: String?
    }

    private static let top = 20
    private static let bottom = 208
    /// More points than these are drawn without spots: they would be narrower than a pointer is exact.
    private static let mostSpots = 400

    init(identifier: String, title: String, points: [Point]) {
        self.identifier = identifier
        self.title = title
        let scale = ChartScale(upTo: points.lazy.compactMap(\.value).max() ?? 0)
        let left = left
        let step = Double(right - left) / Double(max(1, points.count))
        let y = { (value: UInt64) in
            tenths(Double(Self.bottom) - scale.share(of: value) * Double(Self.bottom - Self.top))
        }
        let x = { (index: Int) in tenths(Double(left) + Double(index) * step) }
        let spot = { (range: Range<Int>, label: String) in
            Spot(
                x: x(range.lowerBound), y: Self.top, width: tenths(Double(range.count) * step),
                height: Self.bottom - Self.top, label: label)
        }
        levels = scale.levels.map { Level(y: y($0), textX: left, textY: tenths(y($0) - 4), label: $0.grouped) }
        moments = points.enumerated().compactMap { index, point in point.mark.map { (index, $0) } }.enumerated().map {
            Moment(at: x($1.0), from: left, y: Self.bottom + 20, label: $1.1, isMinor: $0 % 2 == 1)
        }
        let runs = Self.runs(points)
        let lines = runs.filter(\.isObserved).map { run in
            "M\(x(run.range.lowerBound)) \(y(points[run.range.lowerBound].value ?? 0))"
                + run.range.map { "V\(y(points[$0].value ?? 0))H\(x($0 + 1))" }.joined()
        }
        line = lines.joined()
        area = zip(lines, runs.filter(\.isObserved)).map { line, run in
            "\(line)V\(Self.bottom)H\(x(run.range.lowerBound))Z"
        }.joined()
        gaps = runs.filter { !$0.isObserved }.map { run in
            let (first, last) = (points[run.range.lowerBound].label, points[run.range.upperBound - 1].label)
            return spot(run.range, "not observed: \(first == last ? first : "\(first) to \(last)")")
        }
        hasGaps = !gaps.isEmpty
        spots =
            points.count > Self.mostSpots
            ? []
            : points.enumerated().compactMap { index, point in
                point.value.map { spot(index..<index + 1, "\(point.label): \($0.grouped)") }
            }
        summary = Self.summary(points)
    }

    /// Stretches of points that were all observed, or all not.
    private static func runs(_ points: [Point]) -> [(range: Range<Int>, isObserved: Bool)] {
        var runs: [(range: Range<Int>, isObserved: Bool)] = []
        for (index, point) in points.enumerated() {
            let isObserved = point.value != nil
            if let last = runs.last, last.isObserved == isObserved {
                runs[runs.count - 1].range = last.range.lowerBound..<index + 1
            } else {
                runs.append((index..<index + 1, isObserved))
            }
        }
        return runs
    }

    private static func summary(_ points: [Point]) -> String {
        let observed = points.filter { $0.value != nil }
        guard let first = observed.first, let last = observed.last,
            let peak = observed.max(by: { ($0.value ?? 0) < ($1.value ?? 0) })
        else { return "No data." }
        return "From \(first.label) to \(last.label); the most, \((peak.value ?? 0).grouped), at \(peak.label)."
    }
}

extension LineChart.Moment {
    /// Half the length of the longest mark in large letters.
    private static let halfMark = 100.0

    /// A mark in the middle of its time, or at the edge of the drawing where it would reach beyond.
    init(at x: Double, from left: Int, y: Int, label: String, isMinor: Bool) {
        let isAtEdge = x < Double(left) + Self.halfMark
        self.init(
            x: isAtEdge ? Double(left) : x, y: y, label: label, anchor: isAtEdge ? "start" : "middle", isMinor: isMinor)
    }
}

/// A length to a tenth of a unit, so that drawings stay small.
func tenths(_ length: Double) -> Double { (length * 10).rounded() / 10 }
