/// How many distinct hosts a set has of each grade.
package struct GradeCounts: Equatable, Sendable {
    /// Hosts whose strongest grade is at least the one asked for (`attempted` where none was asked for).
    package private(set) var affected: UInt64 = 0
    /// Hosts by their strongest grade, `intruded` left aside.
    package private(set) var attempted: UInt64 = 0
    package private(set) var answered: UInt64 = 0
    package private(set) var exchanged: UInt64 = 0
    /// Hosts with an intruded flow, whatever else they have.
    package private(set) var intruded: UInt64 = 0
    /// Hosts with no other evidence.
    package private(set) var probed: UInt64 = 0
    /// Hosts with any packet.
    package private(set) var hosts: UInt64 = 0

    package init(_ set: HostSet, minimumGrade: Grade) {
        for (evidence, count) in set.countsByEvidence {
            hosts += count
            if let strongest = evidence.strongest, strongest >= minimumGrade { affected += count }
            if evidence.contains(HostEvidence(.intruded)) { intruded += count }
            switch evidence.strongestApartFromIntruded {
            case .attempted: attempted += count
            case .answered: answered += count
            case .exchanged: exchanged += count
            case .probed, .intruded, nil: break
            }
            if evidence == HostEvidence(.probed) { probed += count }
        }
    }
}
