package import NetworkTypes

/// A source that knows of which hours what is kept has changed.
package protocol MarkedFlowSource: FlowSource {
    /// The marks of all hours that hold flows or coverage; `nil` where the source does not know.
    func hourMarks() throws -> HourMarks?
}

/// A number for each hour, which is another one as soon as what is kept of the hour is. Numbers of two processes do not compare.
package struct HourMarks: Equatable, Sendable {
    private let hours: [Hour]
    /// Of all hours before each, and at the end of all: what lies between two of them stands for the hours between.
    private let sums: [Int]

    package init(_ marks: [Hour: Int]) {
        let sorted = marks.sorted { $0.key < $1.key }
        hours = sorted.map(\.key)
        sums = sorted.reduce(into: [0]) { sums, entry in
            var hasher = Hasher()
            hasher.combine(entry.key)
            hasher.combine(entry.value)
            sums.append((sums.last ?? 0) &+ hasher.finalize())
        }
    }

    /// The first and the last hour; `nil` without hours.
    package var extent: ClosedRange<Hour>? {
        hours.first.flatMap { first in hours.last.map { first...$0 } }
    }

    /// A number for some hours together.
    package func mark(of range: HourRange) -> Int {
        let start = range.from.map(place) ?? 0
        let end = range.to.map(place) ?? hours.count
        return end > start ? sums[end] &- sums[start] : 0
    }

    /// How many hours lie before one.
    private func place(of hour: Hour) -> Int {
        var (low, high) = (0, hours.count)
        while low < high {
            let middle = (low + high) / 2
            if hours[middle] < hour { low = middle + 1 } else { high = middle }
        }
        return low
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
