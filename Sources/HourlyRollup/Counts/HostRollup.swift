import CensusModel
package import NetworkTypes

/// Puts flows together to one row a host. Of a 5-tuple those of several classes come one after another, and count as one.
package struct HostRollup {
    private struct Host {
        var evidence = HostEvidence()
        var origins = OriginContacts()
        var hours: Set<Hour> = []
        var labels = LabelUnion()
        var traffic = TrafficTotals()

        mutating func add(_ flow: JudgedFlow, isFurther: Bool) {
            evidence.formUnion(HostEvidence(flow.grade))
            origins.add(flow, isFurther: isFurther)
            labels.insert(flow.labels)
            hours.insert(flow.key.hour)
            traffic.add(flow.record, isFurther: isFurther)
        }
    }

    private var hosts: [IPAddress: Host] = [:]
    private var last: FlowKey?

    package init() {}

    package mutating func add(_ flow: JudgedFlow) {
        hosts[flow.key.host, default: Host()].add(flow, isFurther: last?.isSameTuple(as: flow.key) ?? false)
        last = flow.key
    }

    /// The hosts of at least `minimumGrade`, sorted by address.
    /// - Parameter owner: who answers for a host, where that is known.
    package consuming func finish(
        minimumGrade: Grade, owner: (IPAddress) -> HostOwner? = { _ in nil }
    ) -> [HostCount] {
        hosts.sorted { $0.key < $1.key }.compactMap { address, host in
            guard let grade = host.evidence.strongest, grade >= minimumGrade, let leading = host.origins.leading
            else { return nil }
            return HostCount(
                host: address, grade: grade, origins: UInt64(host.origins.count), hours: UInt64(host.hours.count),
                traffic: host.traffic, labels: host.labels.labels, leadingOrigin: leading, owner: owner(address))
        }
    }
}
