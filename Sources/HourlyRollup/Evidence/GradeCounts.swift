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

    package init(_ set: HostSet, minimumGrade: Grade) {
        set.forEachEvidence { add($0, minimumGrade: minimumGrade) }
    }

    /// Counts one more host.
    mutating func add(_ evidence: HostEvidence, minimumGrade: Grade) {
        hosts += 1
        if let strongest = evidence.strongest, strongest.rawValue >= minimumGrade.rawValue { affected += 1 }
        if evidence.contains(.intruded) { intruded += 1 }
        switch evidence.strongestApartFromIntruded {
        case .attempted: attempted += 1
        case .answered: answered += 1
        case .exchanged: exchanged += 1
        case .probed: if !evidence.contains(.intruded) { probed += 1 }
        case .served: if !evidence.contains(.intruded) { served += 1 }
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
