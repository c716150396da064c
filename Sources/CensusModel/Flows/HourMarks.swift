package import NetworkTypes

/// A source that knows of which hours what is kept has changed.
package protocol MarkedFlowSource: FlowSource {
    /// The marks of all hours that hold flows or coverage; `nil` where the source does not know.
    func hourMarks() throws -> HourMarks?
}

/// A number for each hour, which is another one as soon as what is kept of the hour is. Numbers of two processes do not compare.
package struct HourMarks: Equatable, Sendable {
    private let hours: [Hour]
    private let marks: [Int]

    package init(_ marks: [Hour: Int]) {
        let sorted = marks.sorted { $0.key < $1.key }
        (hours, self.marks) = (sorted.map(\.key), sorted.map(\.value))
    }

    /// The first and the last hour; `nil` without hours.
    package var extent: ClosedRange<Hour>? {
        hours.first.flatMap { first in hours.last.map { first...$0 } }
    }

    /// A number for some hours together.
    package func mark(of range: HourRange) -> Int {
        var hasher = Hasher()
        for (hour, mark) in zip(hours, marks) where range.contains(hour) {
            hasher.combine(hour)
            hasher.combine(mark)
        }
        return hasher.finalize()
    }

    /// The first hours of the days, in UTC, of a range in which there is something.
    package func days(in range: HourRange) -> [Hour] {
        var days: [Hour] = []
        for hour in hours where range.contains(hour) {
            let day = Hour(index: hour.index - Int32(Int64(hour.index) - Int64(hour.index).floorQuotient(by: 24) * 24))
            if days.last != day { days.append(day) }
        }
        return days
    }
}
