import CensusReport
import NetworkTypes

/// The geometry of a curve by hour; `curve.mustache` draws it. An hour that nobody observed has no value, and is hatched.
struct TimeCurve {
    let identifier: String
    let title: String
    /// The curve in words, for who cannot see it.
    let summary: String
    let width = 960
    let height = 220
    let levels: [Level]
    let moments: [Moment]
    /// The pieces of the line, as a path.
    let line: String
    let gaps: [Gap]
    let spots: [Spot]

    struct Level {
        let y: Double
        let label: String
    }

    struct Moment {
        let x: Double
        let label: String
        /// Whether there is no room for it on a phone.
        let isMinor: Bool
    }

    struct Gap {
        let x: Double
        let width: Double
    }

    /// What a pointer rests on.
    struct Spot {
        let x: Double
        let width: Double
        let label: String
    }

    private static let (left, right, top, bottom) = (64.0, 952.0, 12.0, 190.0)
    /// More are drawn as the greatest of several hours.
    private static let mostPoints = 1_000
    private static let mostMoments = 8
    private static let mostSpots = 400

    /// - Parameters:
    ///   - hours: from the first to the last.
    ///   - values: of the hours that were observed.
    init(_ identifier: String, _ title: String, _ hours: ClosedRange<Hour>, _ values: [Hour: UInt64]) {
        self.identifier = identifier
        self.title = title
        let (first, last) = (Int(hours.lowerBound.index), Int(hours.upperBound.index))
        let step = (last - first) / Self.mostPoints + 1
        let starts = Array(stride(from: first, through: last, by: step))
        let points = starts.map { start in
            (start..<min(start + step, last + 1)).compactMap { values[Hour(index: Int32(clamping: $0))] }.max()
        }
        let scale = ChartScale(upTo: points.lazy.compactMap(\.self).max() ?? 0)
        let width = (Self.right - Self.left) / Double(max(1, points.count))
        let y = { (value: UInt64) in Self.tenths(Self.bottom - scale.share(of: value) * (Self.bottom - Self.top)) }
        let x = { (index: Int) in Self.tenths(Self.left + Double(index) * width) }
        levels = scale.levels.map { Level(y: y($0), label: $0.grouped) }
        let between = max(1, points.count / Self.mostMoments)
        moments = stride(from: 0, to: starts.count, by: between).enumerated().map { place, index in
            Moment(x: x(index), label: Self.words(starts[index]), isMinor: place % 4 != 0)
        }
        var (line, gaps) = ("", [Gap]())
        for (index, value) in points.enumerated() {
            guard let value else {
                gaps.append(Gap(x: x(index), width: Self.tenths(width)))
                continue
            }
            let begins = index == 0 || points[index - 1] == nil
            line += "\(begins ? "M" : "L")\(x(index)) \(y(value))H\(Self.tenths(Self.left + Double(index + 1) * width))"
        }
        (self.line, self.gaps) = (line, gaps)
        spots =
            points.count > Self.mostSpots
            ? []
            : points.enumerated().map { index, value in
                Spot(
                    x: x(index), width: Self.tenths(width),
                    label: "\(Self.words(starts[index])): \(value.map(\.grouped) ?? "not observed")")
            }
        let unobserved = points.count { $0 == nil }
        let most = points.lazy.compactMap(\.self).max() ?? 0
        summary =
            "From \(Self.words(first)) to \(Self.words(last)); the most, \(most.grouped)."
            + (unobserved > 0
                ? " \(UInt64(unobserved).grouped) of \(UInt64(points.count).grouped) times were not observed." : "")
    }

    private static func words(_ index: Int) -> String { ReportWords.instant(Hour(index: Int32(clamping: index))) }

    private static func tenths(_ length: Double) -> Double { (length * 10).rounded() / 10 }
}
