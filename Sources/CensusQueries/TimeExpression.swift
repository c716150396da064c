package import NetworkTypes

/// A time as it is given on the command line: an absolute one, or one relative to now, always in UTC.
package enum TimeExpression: Equatable, Sendable {
    case fixed(Timestamp)
    /// The week that begins then.
    case week(Timestamp)
    /// So many seconds ago.
    case ago(seconds: Int64)
    /// A unit of the calendar, so many before the one that it is now.
    case calendar(Unit, before: Int64)

    package enum Unit: Equatable, Sendable {
        case day
        case week
        case month
        case year
    }

    /// Reads what `Timestamp(parsing:)` reads, `0` and `@N` for Unix seconds, `2026-W48` for the Monday of a week (ISO 8601
    /// section 5.2.3), `now`, `today`, `yesterday`, `this week`, `last month` and the like, and `-24h`, `-7d`, `-2w`.
    package init?(_ text: String) {
        let words = text.lowercased().split { $0 == " " || $0 == "_" }.joined(separator: " ")
        if let time = Self.fixed(text) {
            self = .fixed(time)
        } else if let start = Self.week(text) {
            self = .week(Self.time(start))
        } else if let named = Self.names[words] ?? Self.names[words.replacing("-", with: " ")] {
            self = .calendar(named.unit, before: named.before)
        } else if let seconds = Self.secondsAgo(words) {
            self = .ago(seconds: seconds)
        } else {
            return nil
        }
    }

    private static let names: [String: (unit: Unit, before: Int64)] = [
        "today": (.day, 0), "yesterday": (.day, 1), "this week": (.week, 0), "last week": (.week, 1),
        "this month": (.month, 0), "last month": (.month, 1), "this year": (.year, 0), "last year": (.year, 1),
    ]

    private static func fixed(_ text: String) -> Timestamp? {
        if let time = Timestamp(parsing: text) { return time }
        let digits = text.hasPrefix("@") ? text.dropFirst() : text == "0" ? text[...] : ""
        guard digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return Int64(digits).map(Self.time)
    }

    private static let secondsOfUnits: [Character: Int64] = ["h": 3_600, "d": 86_400, "w": 604_800]

    private static func secondsAgo(_ text: String) -> Int64? {
        if text == "now" { return 0 }
        guard text.hasPrefix("-"), let unit = text.last.flatMap({ secondsOfUnits[$0] }) else { return nil }
        let digits = text.dropFirst().dropLast()
        guard let number = UInt32(digits), digits.first != "+" else { return nil }
        return Int64(number) * unit
    }

    /// The start of a week, `2026-W48`, in Unix seconds: week 1 is that of 4 January.
    private static func week(_ text: String) -> Int64? {
        let parts = text.uppercased().split(separator: "-W", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2, let year = UInt16(parts[0]),
            let number = UInt8(parts[1]), number > 0
        else { return nil }
        let first = startOfWeek(CivilTime(year: Int64(year), month: 1, day: 4).unixSeconds)
        let next = startOfWeek(CivilTime(year: Int64(year) + 1, month: 1, day: 4).unixSeconds)
        let start = first + (Int64(number) - 1) * 604_800
        return start < next ? start : nil
    }

    /// The Monday of the week that holds a time; 1 January 1970 was a Thursday.
    private static func startOfWeek(_ seconds: Int64) -> Int64 {
        (seconds + 259_200).floorQuotient(by: 604_800) * 604_800 - 259_200
    }

    /// The nearest time that can be stored.
    private static func time(_ seconds: Int64) -> Timestamp {
        let (product, isTooFar) = seconds.multipliedReportingOverflow(by: Timestamp.nanosecondsPerSecond)
        return Timestamp(nanoseconds: isTooFar ? (seconds < 0 ? .min : .max) : product)
    }
}

extension TimeExpression {
    /// Whether the time that it is now says which one is meant.
    package var isRelative: Bool {
        switch self {
        case .fixed, .week: false
        case .ago, .calendar: true
        }
    }

    /// The time that is meant, of a unit of the calendar its first instant.
    package func time(at now: Timestamp) -> Timestamp {
        switch self {
        case .fixed(let time), .week(let time): time
        case .ago(let seconds): Self.time(now.seconds - seconds)
        case .calendar(let unit, let before): Self.time(Self.start(of: unit, before, at: now.seconds))
        }
    }

    /// The whole unit of the calendar that is meant: its first instant, and that of the next; `nil` for an instant.
    package func span(at now: Timestamp) -> (from: Timestamp, to: Timestamp)? {
        switch self {
        case .fixed, .ago: nil
        case .week(let start): (start, Self.time(start.seconds + 604_800))
        case .calendar(let unit, let before):
            (time(at: now), Self.time(Self.start(of: unit, before - 1, at: now.seconds)))
        }
    }

    private static func start(of unit: Unit, _ before: Int64, at now: Int64) -> Int64 {
        let today = CivilTime(unixSeconds: now)
        switch unit {
        case .day: return now.floorQuotient(by: 86_400) * 86_400 - before * 86_400
        case .week: return startOfWeek(now) - before * 604_800
        case .month:
            let month = today.year * 12 + today.month - 1 - before
            let year = month.floorQuotient(by: 12)
            return CivilTime(year: year, month: month - year * 12 + 1, day: 1).unixSeconds
        case .year: return CivilTime(year: today.year - before, month: 1, day: 1).unixSeconds
        }
    }
}

extension Timestamp {
    fileprivate var seconds: Int64 { nanoseconds.floorQuotient(by: Self.nanosecondsPerSecond) }
}
