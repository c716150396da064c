package import NetworkTypes

/// Distinct hosts and the evidence on each. Sets merge exactly, whatever packets they come from.
package struct HostSet: Equatable, Sendable {
    // Apart by version, so that the keys of IPv4, which are most, stay 4 bytes.
    private var v4: [UInt32: HostEvidence] = [:]
    private var v6: [UInt128: HostEvidence] = [:]

    package init() {}

    package var count: Int { v4.count + v6.count }

    package mutating func insert(_ host: IPAddress, _ grade: Grade) {
        switch host {
        case .v4(let address): v4[address.rawValue, default: []].formUnion(HostEvidence(grade))
        case .v6(let address): v6[address.rawValue, default: []].formUnion(HostEvidence(grade))
        }
    }

    package mutating func merge(_ other: HostSet) {
        v4.merge(other.v4) { $0.union($1) }
        v6.merge(other.v6) { $0.union($1) }
    }

    /// How many hosts have just this evidence, for every evidence that occurs.
    package var countsByEvidence: [HostEvidence: UInt64] {
        var counts: [HostEvidence: UInt64] = [:]
        for evidence in v4.values { counts[evidence, default: 0] += 1 }
        for evidence in v6.values { counts[evidence, default: 0] += 1 }
        return counts
    }
}
