/// By what flows are put together to a row.
package enum Grouping: String, CaseIterable, Sendable {
    case originAndHour = "origin,hour"
    case origin
    case countryAndHour = "country,hour"
    case country
    case threatClass = "class"
    case hour
    case day
    case month
    /// Turned round: a row for each internal host.
    case host

    /// Reads the name; the order of two parts does not matter.
    package init?(name: String) {
        let parts = name.lowercased().split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        guard
            let match = Self.allCases.first(where: {
                Set($0.rawValue.split(separator: ",").map(String.init)) == Set(parts)
            })
        else { return nil }
        self = match
    }

    /// Whether rows tell origins apart.
    var keepsOrigin: Bool { self == .originAndHour || self == .origin }
    /// Whether rows tell countries apart.
    package var keepsCountry: Bool { self == .countryAndHour || self == .country }
    /// The calendar unit that rows tell apart.
    var period: Period? {
        switch self {
        case .originAndHour, .countryAndHour, .hour: .hour
        case .day: .day
        case .month: .month
        case .origin, .country, .threatClass, .host: nil
        }
    }
}
