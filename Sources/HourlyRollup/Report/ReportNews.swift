/// What a period has that the period before had not.
package struct ReportNews: Equatable, Sendable {
    /// How many hosts are affected that were not.
    package let hosts: UInt64
    /// How many foreign origins affected a host that affected none.
    package let threats: UInt64
    /// The first of these, by the hosts that they affected.
    package let leadingThreats: [OriginCount]

    package init(hosts: UInt64, threats: UInt64, leadingThreats: [OriginCount]) {
        (self.hosts, self.threats, self.leadingThreats) = (hosts, threats, leadingThreats)
    }
}

/// Hosts to clean up, as far as readers of the report may see who they are.
package struct ReportHosts: Equatable, Sendable {
    /// Those with the strongest evidence, of several those that met the most threats.
    package let leading: [Host]
    /// What is to be said of how they are shown.
    package let explanation: String

    package init(_ leading: [Host], explanation: String) {
        (self.leading, self.explanation) = (leading, explanation)
    }

    package struct Host: Equatable, Sendable {
        /// Its address, the network around it, or a name in its place.
        package let name: String
        /// The operator's own words; `nil` where the inventory has none, or readers may not see them.
        package let owner: HostOwner?
        package let sector: String
        package let grade: Grade
        /// Distinct foreign threats that affected it.
        package let threats: UInt64
        package let labels: [String]
        package let hours: UInt64
        package let traffic: TrafficTotals
        /// Whether it was not affected in the period before; `nil` where that is not known.
        package let isNew: Bool?

        package init(
            name: String, owner: HostOwner?, sector: String, grade: Grade, threats: UInt64, labels: [String],
            hours: UInt64, traffic: TrafficTotals, isNew: Bool?
        ) {
            (self.name, self.owner, self.sector, self.grade) = (name, owner, sector, grade)
            (self.threats, self.labels, self.hours) = (threats, labels, hours)
            (self.traffic, self.isNew) = (traffic, isNew)
        }
    }
}
