import CensusModel

/// By what flows are put together to a row.
package enum Grouping: String, CaseIterable, Sendable {
    case originAndHour = "origin,hour"
    case origin
    case countryAndHour = "country,hour"
    case country
    /// The autonomous system of the origin.
    case autonomousSystem = "asn"
    case threatClass = "class"
    /// Each label by itself: a flow with two of them counts under both.
    case label
    /// The sector of the host.
    case sector
    /// The sensor that saw it: what each of them alone shows.
    case sensor
    case hour
    case day
    case month
    /// One row, over all classes that are threats.
    case total
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
    package var keepsOrigin: Bool { self == .originAndHour || self == .origin }
    /// Whether rows tell countries apart.
    package var keepsCountry: Bool { self == .countryAndHour || self == .country }
    /// Whether rows tell classes apart.
    var keepsClass: Bool { self != .total }
    /// Whether rows take in what is listed under a class.
    func includes(_ threatClass: ThreatClass) -> Bool { self != .total || threatClass.isThreat }
    /// The calendar unit that rows tell apart.
    package var period: Period? {
        switch self {
        case .originAndHour, .countryAndHour, .hour: .hour
        case .day: .day
        case .month: .month
        case .origin, .country, .autonomousSystem, .threatClass, .label, .sector, .sensor, .total, .host: nil
        }
    }
}
