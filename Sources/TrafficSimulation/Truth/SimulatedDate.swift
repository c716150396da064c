import NetworkTypes

/// The day and the month of an hour, counted from those of a simulation's first.
struct SimulatedDate {
    let day: Int
    let month: Int

    init(_ hour: Hour, from first: Hour) {
        day = Int(hour.index / 24 - first.index / 24)
        month = Int(Self.months(hour) - Self.months(first))
    }

    /// Months since the beginning of the calendar.
    private static func months(_ hour: Hour) -> Int64 {
        let time = CivilTime(unixSeconds: hour.startSeconds)
        return time.year * 12 + time.month - 1
    }

    /// `2013-05-31`.
    static func text(day: Int, from first: Hour) -> String {
        String(Hour(index: (first.index / 24 + Int32(truncatingIfNeeded: day)) * 24).description.prefix(10))
    }

    /// `2013-05`.
    static func text(month: Int, from first: Hour) -> String {
        let months = months(first) + Int64(month)
        let time = CivilTime(year: months / 12, month: months % 12 + 1, day: 1)
        let hour = Hour(containing: Timestamp(nanoseconds: time.unixSeconds * Timestamp.nanosecondsPerSecond))
        return String(hour.description.prefix(7))
    }
}
