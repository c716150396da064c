import NetworkTypes
import Testing

@testable import CensusReport

@Suite("Charts")
struct ChartTests {
    @Test(
        "an axis ends at a round number that holds all values",
        arguments: [
            (0, 1, 1), (1, 1, 1), (5, 5, 1), (6, 6, 2), (11, 15, 5), (26, 30, 10), (1_001, 1_500, 500),
            (2_910_000, 3_000_000, 1_000_000),
        ] as [(UInt64, UInt64, UInt64)])
    func scale(greatest: UInt64, top: UInt64, step: UInt64) {
        let scale = ChartScale(upTo: greatest)
        #expect(scale.top == top)
        #expect(scale.step == step)
        #expect(scale.levels.count <= 7)
        #expect(scale.share(of: greatest) <= 1)
    }

    @Test("an axis holds the greatest number there is")
    func greatest() {
        let scale = ChartScale(upTo: .max)
        #expect(scale.levels.count <= 64)
        #expect(scale.share(of: .max) <= 1)
    }

    @Test("a curve has a point for each value, and says its peak in words")
    func curve() {
        let points = [3, 7, 0].enumerated().map {
            LineChart.Point(label: "day \($0)", value: $1, mark: $0 == 1 ? "middle" : nil)
        }
        let chart = LineChart(identifier: "c", title: "t", points: points)
        #expect(chart.line.filter(\.isLetter) == "MVHVHVH")
        #expect(chart.spots.map(\.label) == ["day 0: 3", "day 1: 7", "day 2: 0"])
        #expect(chart.moments.map(\.label) == ["middle"])
        #expect(chart.summary == "From day 0 to day 2; the most, 7, at day 1.")
    }

    @Test("a curve breaks off where nobody observed, and says from when to when")
    func gaps() {
        let points = [3, nil, nil, 0].enumerated().map { LineChart.Point(label: "day \($0)", value: $1, mark: nil) }
        let chart = LineChart(identifier: "c", title: "t", points: points)
        #expect(chart.line.filter(\.isLetter) == "MVHMVH")
        #expect(chart.gaps.map(\.label) == ["not observed: day 1 to day 2"])
        #expect(chart.spots.map(\.label) == ["day 0: 3", "day 3: 0"])
    }

    @Test("times that were observed stand beside each other, and long times between them are shortened")
    func scattered() {
        let observed = [0, 1, 2, 5, 400_000, 400_001].map { Hour(index: $0) }
        let times = ObservedTimes(observed, every: 1) { "\($0.index)" }
        #expect(
            times.slots.map(\.label)
                == ["0", "1", "2", "3", "4", "5", "6", "7", "399999", "400000", "400001"])
        #expect(times.slots.filter(\.isObserved).map(\.start) == observed)
        #expect(times.slots.compactMap(\.mark) == ["1 January 1970", "1 January 1970", "19 August 2015"])
    }

    @Test("a map of hours has a shade for each size, and a place for hours that nobody observed")
    func heatMap() {
        let day = HeatMap.Day(label: "a day", hours: [nil, 0, 1, 4, 100] + Array(repeating: 0, count: 19), mark: "a")
        let map = HeatMap(identifier: "m", title: "t", days: [day])
        #expect(map.shades.map(\.level) == [0, 1, 5])
        #expect(map.gaps.filter { $0 == "M" }.count == 1)
        #expect(map.shades.map { $0.path.filter { $0 == "M" }.count } == [20, 2, 1])
        #expect(map.summary == "From a day to a day, hour by hour; the most in an hour: 100.")
    }

    @Test("a curve of nothing is drawn all the same")
    func empty() {
        let chart = LineChart(identifier: "c", title: "t", points: [])
        #expect(chart.line.isEmpty && chart.area.isEmpty && chart.spots.isEmpty)
        #expect(chart.summary == "No data.")
    }

    @Test("the longest bar fills the room, and none are no division by zero")
    func bars() {
        let chart = BarChart(title: "t", values: [("a", 10), ("b", 5), ("c", 0)])
        #expect(chart.bars.map(\.length) == [1_000, 500, 0])
        #expect(BarChart(title: "t", values: [("a", 0)]).bars.map(\.length) == [0])
    }

    @Test(
        "the marks below a curve fit its length",
        arguments: [(6, 1, 7), (48, 1, 9), (168, 24, 8), (744, 24, 5), (3_624, 24, 6), (26_280, 24, 7)]
            as [(Int32, Int32, Int)])
    func marks(hours: Int32, step: Int32, most: Int) {
        // From 1 January 2013 on.
        let times = stride(from: Int32(376_944), through: 376_944 + hours, by: Int(step)).map { Hour(index: $0) }
        let marks = TimeMarks(times)
        let count = times.count { marks.mark(at: $0) != nil }
        #expect((1...most).contains(count), "\(count)")
    }

    @Test("text is escaped scalar by scalar, a quotation mark with a combining mark too")
    func escaping() {
        let escaped = MarkupText().escapeText("<\u{301}b>\"\u{301} & 'x'")
        #expect(escaped == "&lt;\u{301}b&gt;&quot;\u{301} &amp; &#39;x&#39;")
    }
}
