/// How many distinct hosts a set has of each grade.
package struct GradeCounts: Equatable, Sendable {
    /// Hosts whose strongest grade is at least the requested one (`attempted` by default).
    package private(set) var affected: UInt64 = 0
    /// Hosts by their strongest grade, `intruded` left aside.
    package private(set) var attempted: UInt64 = 0
    package private(set) var answered: UInt64 = 0
    package private(set) var exchanged: UInt64 = 0
    /// Hosts with an intruded flow, whatever else they have.
    package private(set) var intruded: UInt64 = 0
    /// Hosts with no stronger evidence; none of them is `intruded`.
    package private(set) var probed: UInt64 = 0
    /// As `probed`.
    package private(set) var served: UInt64 = 0
    /// Hosts with any packet.
    package private(set) var hosts: UInt64 = 0

    /// Of no hosts.
    package init() {}

    /// Counts that were made before.
    package init(
        affected: UInt64, attempted: UInt64, answered: UInt64, exchanged: UInt64, intruded: UInt64, probed: UInt64,
        served: UInt64, hosts: UInt64
    ) {
        (self.affected, self.attempted, self.answered, self.exchanged) = (affected, attempted, answered, exchanged)
        (self.intruded, self.probed, self.served, self.hosts) = (intruded, probed, served, hosts)
    }

    package init(_ set: HostSet, minimumGrade: Grade) {
        // There are fewer evidences than hosts.
        var hosts = [UInt64](repeating: 0, count: HostEvidence.count)
        set.forEachEvidence { hosts[Int($0.bits)] += 1 }
        for (bits, count) in hosts.enumerated() where count > 0 {
            add(HostEvidence(bits: UInt8(truncatingIfNeeded: bits)), hosts: count, minimumGrade: minimumGrade)
        }
    }

    /// Counts more hosts with the same evidence.
    mutating func add(_ evidence: HostEvidence, hosts more: UInt64 = 1, minimumGrade: Grade) {
        hosts += more
        if let strongest = evidence.strongest, strongest.rawValue >= minimumGrade.rawValue { affected += more }
        if evidence.contains(.intruded) { intruded += more }
        switch evidence.strongestApartFromIntruded {
        case .attempted: attempted += more
        case .answered: answered += more
        case .exchanged: exchanged += more
        case .probed: if !evidence.contains(.intruded) { probed += more }
        case .served: if !evidence.contains(.intruded) { served += more }
        case .intruded, nil: break
        }
    }

    /// Counts the hosts of others, none of which was counted here.
    @inline(__always)
    mutating func add(_ other: GradeCounts) {
        affected += other.affected
        attempted += other.attempted
        answered += other.answered
        exchanged += other.exchanged
        intruded += other.intruded
        probed += other.probed
        served += other.served
        hosts += other.hosts
    }

    /// The counts of one host, by the bits of its evidence.
    static func ofOneHost(minimumGrade: Grade) -> [GradeCounts] {
        (0..<HostEvidence.count).map { bits in
            var counts = GradeCounts()
            counts.add(HostEvidence(bits: UInt8(truncatingIfNeeded: bits)), minimumGrade: minimumGrade)
            return counts
        }
    }
}
