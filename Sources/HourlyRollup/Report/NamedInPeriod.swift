package import NetworkTypes

/// Which hosts and threats are named beside the counts of a period.
package struct ReportNaming: Sendable {
    /// How many hosts are named.
    package let hosts: Int
    /// Whether all affected hosts and all threats are kept, to be compared with those of another time.
    package let keepsAll: Bool

    package init(hosts: Int = 0, keepsAll: Bool = false) {
        (self.hosts, self.keepsAll) = (hosts, keepsAll)
    }
}

/// Hosts and threats of a period that are named beside its counts.
package struct NamedInPeriod: Sendable {
    /// The hosts with the strongest evidence, and how many foreign threats affected each.
    package let hosts: [(host: IPAddress, grade: Grade, threats: UInt64)]
    /// Every foreign threat, by the hosts affected; none where they were not to be kept.
    package internal(set) var threats: [OriginCount] = []
    /// Every host that one of these affected; none where they were not to be kept.
    package internal(set) var affected = AffectedHosts()

    /// What is new against another period.
    /// - Parameters:
    ///   - most: how many threats are named.
    ///   - listNames: the names of the lists that name a threat.
    package func news(
        since before: NamedInPeriod, atMost most: Int, listNames: (OriginCount) -> [String]
    ) -> ReportNews {
        let known = Set(before.threats.map(\.origin))
        let threats = threats.filter { !known.contains($0.origin) }
        return ReportNews(
            hosts: affected.count(without: before.affected), threats: UInt64(threats.count),
            leadingThreats: threats.prefix(most).map { threat in
                var threat = threat
                threat.lists = listNames(threat)
                return threat
            })
    }
}
