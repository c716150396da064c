import NetworkTypes

/// What stands below a curve over time: hours of a day or two, days of a month or two, months and years of more.
struct TimeMarks {
    private enum Unit {
        case hours(Int32)
        case days(Int32)
        case months(Int64)
        case years(Int64)
    }

    private let unit: Unit

    /// - Parameter times: what the curve shows, in their order.
    init(_ times: [Hour]) {
        let hours = (times.last?.index ?? 0) - (times.first?.index ?? 0)
        switch hours {
        case ...12: unit = .hours(1)
        case ...72: unit = .hours(6)
        case ...240: unit = .days(1)
        case ...1_500: unit = .days(7)
        case ...10_000: unit = .months(1)
        case ...40_000: unit = .months(6)
        default: unit = .years(max(1, Int64(hours) / 87_600))
        }
    }

    /// The mark at a time; `nil` for most times.
    func mark(at hour: Hour) -> String? {
        let time = CivilTime(unixSeconds: hour.startSeconds)
        switch unit {
        case .hours(let step):
            guard hour.index % step == 0 else { return nil }
            return time.hour == 0 ? ReportWords.day(hour, withYear: false) : "\(time.hour):00"
        case .days(let step):
            return time.hour == 0 && hour.index / 24 % step == 0 ? ReportWords.day(hour, withYear: false) : nil
        case .months(let step):
            return time.hour == 0 && time.day == 1 && (time.month - 1) % step == 0 ? ReportWords.month(hour) : nil
        case .years(let step):
            return time.hour == 0 && time.day == 1 && time.month == 1 && time.year % step == 0 ? "\(time.year)" : nil
        }
    }
}
