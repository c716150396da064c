import CensusModel
package import NetworkTypes

/// The hosts that foreign threats affected, and these threats: what is new in a time is what it has and a time before has not.
package struct AffectedSets: Sendable {
    private var hosts = HostSet()
    package private(set) var origins: Set<IPAddress> = []
    private let minimumGrade: Grade
    private let isDomestic: @Sendable (IPAddress) -> Bool
    /// The origin of the last flow, and whether it is domestic.
    private var last: (origin: IPAddress, isDomestic: Bool)?

    package init(minimumGrade: Grade, isDomestic: @escaping @Sendable (IPAddress) -> Bool) {
        (self.minimumGrade, self.isDomestic) = (minimumGrade, isDomestic)
    }

    package mutating func add(_ flow: JudgedFlow) {
        guard flow.grade >= minimumGrade, flow.key.threatClass.isThreat else { return }
        let origin = flow.key.origin
        if last?.origin != origin { last = (origin, isDomestic(origin)) }
        guard last?.isDomestic == false else { return }
        hosts.insert(flow.key.host, flow.grade)
        origins.insert(origin)
    }

    /// Puts all hosts in their order, so that whoever merges them does not have to.
    package mutating func seal() { hosts.sortIn() }

    /// The hosts, to be compared with those of another time.
    package var affected: AffectedHosts {
        var affected = AffectedHosts()
        hosts.forEachHost(
            v4: { address, _ in affected.insert(.v4(IPv4Address(rawValue: address))) },
            v6: { address, _ in affected.insert(.v6(IPv6Address(rawValue: address))) })
        return affected
    }

    package mutating func merge(_ other: AffectedSets) {
        hosts.merge(other.hosts)
        origins.formUnion(other.origins)
    }
}
