package import NetworkTypes

/// Distinct hosts and the evidence on each. Sets merge exactly, whatever packets they come from.
package struct HostSet: Sendable {
    // Apart by version, so that the hosts of IPv4, which are most, stay 8 bytes.
    private var v4 = EvidenceTable<UInt32>()
    private var v6 = EvidenceTable<UInt128>()
    /// The hosts of IPv4 networks that hold many; `v4` has none of these.
    private var blocks = EvidenceBlocks()
    /// Once `v4` has so many hosts, networks that hold many are looked for.
    private var nextLook: Int
    private let leastLook: Int

    package init() {
        self.init(lookingFrom: 1 << 17)
    }

    /// - Parameter leastLook: how many hosts in a list are worth a look.
    init(lookingFrom leastLook: Int) {
        (self.leastLook, nextLook) = (leastLook, leastLook)
    }

    package var count: Int { v4.distinct.count + blocks.count + v6.distinct.count }

    package mutating func insert(_ host: IPAddress, _ grade: Grade) {
        switch host {
        case .v4(let address): insert(v4: address.rawValue, HostEvidence(grade))
        case .v6(let address): v6.insert(address.rawValue, HostEvidence(grade))
        }
    }

    @inline(__always)
    mutating func insert(v4 address: UInt32, _ evidence: HostEvidence) {
        guard !blocks.insert(address, evidence) else { return }
        v4.insert(address, evidence)
        if v4.hosts.count >= nextLook { makeBlocks() }
    }

    private mutating func makeBlocks() {
        v4.moveMany(to: &blocks)
        nextLook = max(leastLook, 2 * v4.hosts.count)
    }
    mutating func insert(v6 address: UInt128, _ evidence: HostEvidence) { v6.insert(address, evidence) }

    package mutating func merge(_ other: HostSet) {
        v6.merge(other.v6)
        guard !blocks.isEmpty || !other.blocks.isEmpty else {
            v4.merge(other.v4)
            if v4.hosts.count >= nextLook { makeBlocks() }
            return
        }
        let networks = other.blocks.networks
        for network in networks { blocks.add(network) }
        blocks.merge(other.blocks)
        // A network that has a block now may have hosts in the list.
        if !networks.isEmpty { makeBlocks() }
        blocks.insert(other.v4.hosts, rest: &v4)
        if v4.hosts.count >= nextLook { makeBlocks() }
    }

    /// Empties the set, and keeps its memory for the next hosts.
    package mutating func removeAll() {
        v4.removeAll()
        v6.removeAll()
        (blocks, nextLook) = (EvidenceBlocks(), leastLook)
    }

    /// Puts all hosts in their order, so that whoever looks at them, or adds them to others, does not have to.
    package mutating func sortIn() {
        v4.sortIn()
        v6.sortIn()
    }

    /// Hands on every host, by its version.
    func forEachHost(v4 body4: (UInt32, HostEvidence) -> Void, v6 body6: (UInt128, HostEvidence) -> Void) {
        for host in v4.distinct { body4(host.address, host.evidence) }
        blocks.forEachHost(body4)
        for host in v6.distinct { body6(host.address, host.evidence) }
    }

    /// Hands on the evidence on every host.
    package func forEachEvidence(_ body: (HostEvidence) -> Void) {
        for host in v4.distinct { body(host.evidence) }
        blocks.forEachEvidence(body)
        for host in v6.distinct { body(host.evidence) }
    }
}

extension HostSet: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        left.distinct4 == right.distinct4 && left.v6.distinct == right.v6.distinct
    }

    private var distinct4: [EvidenceTable<UInt32>.Host] {
        var all = v4
        blocks.forEachHost { all.insert($0, $1) }
        return all.distinct
    }
}
