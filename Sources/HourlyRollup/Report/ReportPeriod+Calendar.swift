import NetworkTypes

extension ReportPeriod {
    /// Reads a whole year, month, day or hour in UTC: `2013`, `2013-05`, `2013-05-31`, `2013-05-31T23`; `nil` for anything else.
    package init?(calendar text: String) {
        guard let length = Self.units[text.utf8.count], let start = Timestamp(parsing: text) else { return nil }
        let from = Hour(containing: start)
        guard let to = Self.end(of: length, from: from) else { return nil }
        self.init(from: from, to: to)
    }

    private enum Unit {
        case year
        case month
        case day
        case hour
    }

    /// The unit that is meant, by the number of characters.
    private static let units: [Int: Unit] = [4: .year, 7: .month, 10: .day, 13: .hour]

    private static func end(of unit: Unit, from: Hour) -> Hour? {
        var time = CivilTime(unixSeconds: from.startSeconds)
        switch unit {
        case .year: time.year += 1
        case .month: (time.year, time.month) = time.month == 12 ? (time.year + 1, 1) : (time.year, time.month + 1)
        case .day: return Hour(index: from.index + 24)
        case .hour: return Hour(index: from.index + 1)
        }
        return Int32(exactly: time.unixSeconds / 3_600).map { Hour(index: $0) }
    }
}
