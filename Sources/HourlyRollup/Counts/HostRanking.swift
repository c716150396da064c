import CensusModel
package import NetworkTypes

/// The hosts with the strongest evidence, of several those with the most flows. Takes 12 bytes a host of IPv4, and flows in any order.
package struct HostRanking: Sendable {
    private var v4 = HostFlows<UInt32>()
    private var v6 = HostFlows<UInt128>()
    private var last: FlowKey?

    package init() {}

    package mutating func add(_ flow: JudgedFlow) {
        // Of a 5-tuple those of several classes come one after another, and count as one.
        let flows: UInt32 = last?.isSameTuple(as: flow.key) ?? false ? 0 : 1
        last = flow.key
        let evidence = HostEvidence(flow.grade)
        switch flow.key.host {
        case .v4(let address): v4.insert(address.rawValue, evidence, flows: flows)
        case .v6(let address): v6.insert(address.rawValue, evidence, flows: flows)
        }
    }

    package mutating func merge(_ other: HostRanking) {
        v4.merge(other.v4)
        v6.merge(other.v6)
    }

    /// The first hosts of all with at least a grade, and how many there are.
    package consuming func leading(_ most: Int, minimumGrade: Grade) -> (hosts: [IPAddress], count: Int) {
        var first = FirstHosts(most)
        v4.forEachHost { address, evidence, flows in
            guard let grade = evidence.strongest, grade >= minimumGrade else { return }
            first.add(.v4(IPv4Address(rawValue: address)), grade, flows)
        }
        v6.forEachHost { address, evidence, flows in
            guard let grade = evidence.strongest, grade >= minimumGrade else { return }
            first.add(.v6(IPv6Address(rawValue: address)), grade, flows)
        }
        return (first.hosts.map(\.address), first.count)
    }

    /// The first host in the order of addresses of which something holds.
    package consuming func host(where isMeant: (IPAddress) -> Bool) -> IPAddress? {
        var found: IPAddress?
        v4.forEachHost { address, _, _ in
            let host = IPAddress.v4(IPv4Address(rawValue: address))
            if found == nil, isMeant(host) { found = host }
        }
        v6.forEachHost { address, _, _ in
            let host = IPAddress.v6(IPv6Address(rawValue: address))
            if found == nil, isMeant(host) { found = host }
        }
        return found
    }
}

/// Hosts of one IP version with their evidence and the number of their flows: an array that is sorted and free of duplicates but
/// for its end, as `EvidenceTable` is.
private struct HostFlows<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private struct Host {
        let address: Address
        var flows: UInt32
        var evidence: HostEvidence

        mutating func add(_ evidence: HostEvidence, _ flows: UInt32) {
            self.evidence.formUnion(evidence)
            self.flows = UInt32(clamping: UInt64(self.flows) + UInt64(flows))
        }
    }

    private var hosts: [Host] = []
    private var sortedCount = 0
    /// Below this many, sorting in costs more than it saves.
    private static var minimumUnsorted: Int { 4_096 }

    mutating func insert(_ address: Address, _ evidence: HostEvidence, flows: UInt32) {
        if let last = hosts.last, last.address == address {
            hosts[hosts.count - 1].add(evidence, flows)
            return
        }
        hosts.append(Host(address: address, flows: flows, evidence: evidence))
        if hosts.count - sortedCount >= max(sortedCount, Self.minimumUnsorted) { sortIn() }
    }

    mutating func merge(_ other: HostFlows) {
        for host in other.hosts { insert(host.address, host.evidence, flows: host.flows) }
    }

    private mutating func sortIn() {
        DigitSort.sort(&hosts) { $0.address }
        var kept = 0
        for index in hosts.indices.dropFirst() {
            let next = hosts[index]
            if hosts[kept].address == next.address {
                hosts[kept].add(next.evidence, next.flows)
            } else {
                kept += 1
                hosts[kept] = next
            }
        }
        hosts.removeSubrange(min(kept + 1, hosts.count)...)
        sortedCount = hosts.count
    }

    /// Hands on every host once, sorted by address.
    mutating func forEachHost(_ body: (Address, HostEvidence, UInt32) -> Void) {
        if sortedCount < hosts.count { sortIn() }
        for host in hosts { body(host.address, host.evidence, host.flows) }
    }
}
