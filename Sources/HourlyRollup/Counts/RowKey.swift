import CensusModel
import NetworkTypes

/// What tells a row from the others of its grouping.
struct RowKey: Hashable {
    var period: Hour?
    var origin: IPAddress?
    var country: CountryCode?
    var system: UInt32?
    /// `nil` where rows do not tell labels apart; empty for flows without a label.
    var label: String?
    var sector: String?
    var threatClass: ThreatClass?

    /// Sorts by time, origin, country, autonomous system, label, sector and class; what is not known comes before all that is.
    func isBefore(_ other: RowKey) -> Bool {
        if period != other.period { return Self.isBefore(period, other.period) }
        if origin != other.origin { return Self.isBefore(origin, other.origin) }
        if country != other.country { return Self.isBefore(country, other.country) }
        if system != other.system { return Self.isBefore(system, other.system) }
        if label != other.label { return Self.isTextBefore(label, other.label) }
        if sector != other.sector { return Self.isTextBefore(sector, other.sector) }
        return Self.isBefore(threatClass, other.threatClass)
    }

    private static func isBefore<Value: Comparable>(_ value: Value?, _ other: Value?) -> Bool {
        guard let value, let other else { return value == nil && other != nil }
        return value < other
    }

    /// By bytes, which no version of Unicode moves.
    private static func isTextBefore(_ text: String?, _ other: String?) -> Bool {
        (text ?? "").utf8.lexicographicallyPrecedes((other ?? "").utf8)
    }
}
