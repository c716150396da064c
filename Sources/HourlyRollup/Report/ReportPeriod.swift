package import NetworkTypes

/// The time a report is about: whole hours in UTC, from one up to, not including, another.
package struct ReportPeriod: Hashable, Sendable {
    package let from: Hour
    package let to: Hour

    /// - Returns: `nil` where it would end before it begins.
    package init?(from: Hour, to: Hour) {
        guard from <= to else { return nil }
        (self.from, self.to) = (from, to)
    }

    package var hours: HourRange { HourRange(from: from, to: to) }
    package var hourCount: Int { Int(to.index) - Int(from.index) }

    /// Whether it begins and ends with days.
    package var isWholeDays: Bool { Period.day.start(of: from) == from && Period.day.start(of: to) == to }

    /// How many calendar months it is; `nil` where it is not whole months.
    package var monthCount: Int? {
        guard hourCount > 0, Period.month.start(of: from) == from, Period.month.start(of: to) == to else { return nil }
        let (first, last) = (CivilTime(unixSeconds: from.startSeconds), CivilTime(unixSeconds: to.startSeconds))
        return Int((last.year - first.year) * 12 + last.month - first.month)
    }

    /// The period of the same length before it. Of whole months it is as many months: before May 2013 April, before 2013 the
    /// whole of 2012, before January to May August to December. `nil` for no hours, or where there is no time before.
    package var previous: ReportPeriod? {
        guard hourCount > 0 else { return nil }
        guard let months = monthCount else {
            guard let start = Int32(exactly: Int(from.index) - hourCount) else { return nil }
            return ReportPeriod(from: Hour(index: start), to: from)
        }
        var time = CivilTime(unixSeconds: from.startSeconds)
        let month = time.year * 12 + time.month - 1 - Int64(months)
        time = CivilTime(year: month.floorQuotient(by: 12), month: month - month.floorQuotient(by: 12) * 12 + 1, day: 1)
        guard let start = Int32(exactly: time.unixSeconds / 3_600) else { return nil }
        return ReportPeriod(from: Hour(index: start), to: from)
    }
}
