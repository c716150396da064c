package import NetworkTypes

/// Distinct hosts and the evidence on each. Sets merge exactly, whatever packets they come from.
package struct HostSet: Sendable {
    // Apart by version, so that the hosts of IPv4, which are most, stay 8 bytes.
    private var v4 = EvidenceTable<UInt32>()
    private var v6 = EvidenceTable<UInt128>()

    package init() {}

    package var count: Int { v4.distinct.count + v6.distinct.count }

    package mutating func insert(_ host: IPAddress, _ grade: Grade) {
        switch host {
        case .v4(let address): v4.insert(address.rawValue, HostEvidence(grade))
        case .v6(let address): v6.insert(address.rawValue, HostEvidence(grade))
        }
    }

    mutating func insert(v4 address: UInt32, _ evidence: HostEvidence) { v4.insert(address, evidence) }
    mutating func insert(v6 address: UInt128, _ evidence: HostEvidence) { v6.insert(address, evidence) }

    package mutating func merge(_ other: HostSet) {
        v4.merge(other.v4)
        v6.merge(other.v6)
    }

    /// Empties the set, and keeps its memory for the next hosts.
    package mutating func removeAll() {
        v4.removeAll()
        v6.removeAll()
    }

    /// Puts all hosts in their order, so that whoever looks at them does not have to.
    mutating func sortIn() {
        v4.sortIn()
        v6.sortIn()
    }

    /// Hands on every host, by its version.
    func forEachHost(v4 body4: (UInt32, HostEvidence) -> Void, v6 body6: (UInt128, HostEvidence) -> Void) {
        for host in v4.distinct { body4(host.address, host.evidence) }
        for host in v6.distinct { body6(host.address, host.evidence) }
    }

    /// Hands on the evidence on every host.
    package func forEachEvidence(_ body: (HostEvidence) -> Void) {
        for host in v4.distinct { body(host.evidence) }
        for host in v6.distinct { body(host.evidence) }
    }
}

extension HostSet: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        left.v4.distinct == right.v4.distinct && left.v6.distinct == right.v6.distinct
    }
}
