package import CensusModel
package import NetworkTypes

/// An hour whose counts outlived its flows: they are as they were made then, and can be regrouped no more.
package struct KeptHour: Equatable, Sendable {
    package let hour: Hour
    /// Whether an origin's answer stood for what a host sent.
    package let seesOneWay: Bool
    /// Whether countries of origins were known, so that it has rows by country.
    package let knowsCountries: Bool
    /// Records of flows that were counted into the hour after that, and are in none of its rows.
    package let laterRecords: UInt64

    package init(_ hour: Hour, seesOneWay: Bool, knowsCountries: Bool, laterRecords: UInt64 = 0) {
        (self.hour, self.seesOneWay, self.knowsCountries) = (hour, seesOneWay, knowsCountries)
        self.laterRecords = laterRecords
    }

    /// - Parameter hours: in their order.
    package static func extent(of hours: [KeptHour]) -> ClosedRange<Hour>? {
        hours.first.flatMap { first in hours.last.map { first.hour...$0.hour } }
    }
}

extension Grouping {
    /// The groupings whose rows can outlive flows, for each is made of one hour's flows alone.
    package static let kept: [Grouping] = [.originAndHour, .countryAndHour, .hour]
}

/// Counts of some hours that are to outlive their flows.
package struct KeptCounts: Sendable {
    /// Every hour in which something was observed, those without a match included.
    package let hours: [KeptHour]
    /// In the order in which each grouping has them, hosts affected from `attempted` on.
    package let rows: [Grouping: [HourlyCount]]

    package init(hours: [KeptHour] = [], rows: [Grouping: [HourlyCount]] = [:]) {
        (self.hours, self.rows) = (hours, rows)
    }
}

extension StoreSummary.KeptSummary {
    /// - Parameter hours: in their order.
    /// - Returns: `nil` of no hours.
    package init?(_ hours: [KeptHour]) {
        guard let first = hours.first?.hour, let last = hours.last?.hour else { return nil }
        self.init(
            first: first, last: last, hours: hours.count, hoursWithCountries: hours.count { $0.knowsCountries },
            laterRecords: hours.reduce(0) { $0.addingClamped($1.laterRecords) })
    }
}
