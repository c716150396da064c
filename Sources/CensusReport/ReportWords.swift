import Foundation
package import HourlyRollup
package import NetworkTypes

/// Numbers, times and countries as reports put them into words.
package enum ReportWords {
    /// A number and what it counts: `1 host`, `5,630,000 hosts`.
    package static func count(_ number: UInt64, _ one: String, _ many: String) -> String {
        "\(number.grouped) \(number == 1 ? one : many)"
    }

    /// A number in a table; with a sign where it is at least so much.
    static func number(_ number: UInt64, isLeast: Bool) -> String { (isLeast ? ">= " : "") + number.grouped }

    /// A time as it stands in a sentence: `on 31 May 2013 (UTC)`, `between 1 May and 31 May 2013 (UTC)`; where it is not whole
    /// days, with the hours at which it begins and ends.
    package static func time(_ period: ReportPeriod) -> String {
        let (first, last) = ends(period)
        guard let last else { return "on \(first) (UTC)" }
        return "between \(first) and \(last) (UTC)"
    }

    /// The time as a heading has it, in UTC: `May 2013`, `2013`, `1 January to 31 May 2013`.
    package static func title(_ period: ReportPeriod) -> String {
        let time = civil(period.from)
        if period.monthCount == 1 { return month(period.from) }
        if period.monthCount == 12, time.month == 1 { return "\(time.year)" }
        let (first, last) = ends(period)
        return last.map { "\(first) to \($0)" } ?? first
    }

    /// The first and the last day, or `nil` for the last of a single one; hours where it is not whole days.
    private static func ends(_ period: ReportPeriod) -> (first: String, last: String?) {
        guard period.isWholeDays, period.hourCount > 0 else { return (instant(period.from), instant(period.to)) }
        let last = Hour(index: period.to.index - 1)
        guard period.hourCount > 24 else { return (day(last), nil) }
        let isOneYear = civil(period.from).year == civil(last).year
        return (day(period.from, withYear: !isOneYear), day(last))
    }

    /// `31 May 2013 23:00`.
    package static func instant(_ hour: Hour) -> String {
        let clock = civil(hour).hour
        return "\(day(hour)) \(clock < 10 ? "0" : "")\(clock):00"
    }

    /// `2013-05-31 23:05`, for tables.
    package static func minute(_ time: Timestamp) -> String {
        String(time.description.prefix(16)).replacing("T", with: " ")
    }

    /// `31 May 2013`.
    package static func day(_ hour: Hour, withYear: Bool = true) -> String {
        let time = civil(hour)
        return "\(time.day) \(months[Int(time.month) - 1])\(withYear ? " \(time.year)" : "")"
    }

    /// `May 2013`.
    package static func month(_ hour: Hour) -> String {
        let time = civil(hour)
        return "\(months[Int(time.month) - 1]) \(time.year)"
    }

    private static func civil(_ hour: Hour) -> CivilTime { CivilTime(unixSeconds: hour.startSeconds) }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// A country's English name, after Unicode's CLDR; its two letters where that has none.
    package static func name(_ country: CountryCode) -> String {
        Locale(identifier: "en_001").localizedString(forRegionCode: country.description) ?? country.description
    }

    /// The name as it stands in a sentence: `the United States`.
    package static func nameWithArticle(_ country: CountryCode) -> String {
        let name = name(country)
        let takesArticle =
            name.hasPrefix("United ") || name.hasSuffix(" Islands") || name.hasSuffix(" Republic")
            || ["Netherlands", "Philippines", "Bahamas", "Maldives", "Gambia"].contains(name)
        return takesArticle ? "the \(name)" : name
    }

    /// How a number has changed, in per cent with one decimal: `+12.3 %`; `nil` where it was 0.
    package static func change(from before: UInt64, to now: UInt64) -> String? {
        percent(from: before, to: now).map { "\($0.hasPrefix("-") ? "" : "+")\($0) %" }
    }

    /// The same as a number: `12.3`, `-4.0`.
    static func percent(from before: UInt64, to now: UInt64) -> String? {
        guard before > 0 else { return nil }
        let percent = (Double(now) - Double(before)) / Double(before) * 100
        return decimal(percent, digits: 1)
    }

    /// A share of a whole, in per cent with two decimals, cut and not rounded: only all of it is 100.
    package static func share(_ share: Double) -> String {
        "\(decimal((share * 10_000 + 1e-9).rounded(.down) / 100, digits: 2)) %"
    }

    private static func decimal(_ value: Double, digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}

extension UInt64 {
    /// With commas between thousands.
    package var grouped: String {
        let digits = Array(String(self))
        return digits.indices.reduce(into: "") { text, place in
            if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
            text.append(digits[place])
        }
    }
}
