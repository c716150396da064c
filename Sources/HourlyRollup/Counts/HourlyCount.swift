package import CensusModel
package import NetworkTypes

/// The row that is the product: the distinct hosts of one group of flows, and how well the group was seen.
package struct HourlyCount: Equatable, Sendable {
    /// The first hour of the row's hour, day or month; `nil` where rows do not tell times apart.
    package let period: Hour?
    /// `nil` where rows do not tell origins apart.
    package let origin: IPAddress?
    /// `nil` where it is unknown or rows do not tell countries apart.
    package private(set) var country: CountryCode?
    /// `nil` where it is unknown or rows do not tell autonomous systems apart.
    package let system: UInt32?
    /// `nil` where it is unknown or rows do not tell the sectors of hosts apart.
    package let sector: String?
    /// `nil` where rows do not tell sensors apart; empty for sources without one.
    package let sensor: String?
    /// `nil` where the row is over all classes that are threats.
    package let threatClass: ThreatClass?
    /// Distinct labels of the entries that matched; empty where rows tell neither origins nor labels apart.
    package let labels: [String]
    /// Whether a flow of the row matched address and port, and not the address alone.
    package let matchesPort: Bool
    package let hosts: GradeCounts
    package let traffic: TrafficTotals
    /// The share of the packets of the row's time that were decoded and not dropped; `nil` when unknown.
    package let coverage: Double?
    package init(
        period: Hour?, origin: IPAddress? = nil, country: CountryCode? = nil, system: UInt32? = nil,
        sector: String? = nil, sensor: String? = nil, threatClass: ThreatClass?, labels: [String], matchesPort: Bool,
        hosts: GradeCounts, traffic: TrafficTotals, coverage: Double?
    ) {
        (self.period, self.origin, self.country, self.system) = (period, origin, country, system)
        (self.sector, self.sensor, self.threatClass, self.labels) = (sector, sensor, threatClass, labels)
        (self.matchesPort, self.hosts, self.traffic, self.coverage) = (matchesPort, hosts, traffic, coverage)
    }

    /// The same of an origin that is in a country.
    package func from(_ country: CountryCode?) -> HourlyCount {
        var row = self
        row.country = country
        return row
    }
}
