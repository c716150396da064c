/// The grades that a host's flows gave, each at most once. Merges by OR.
package struct HostEvidence: Hashable, Sendable {
    /// Bit g stands for the grade of raw value g.
    private(set) var bits: UInt8

    init(bits: UInt8) {
        self.bits = bits
    }

    /// How many evidences there can be.
    static var count: Int { 1 << Grade.allCases.count }

    /// None.
    init() {
        bits = 0
    }

    package init(_ grade: Grade) {
        bits = 1 << grade.rawValue
    }

    package mutating func formUnion(_ other: HostEvidence) {
        bits |= other.bits
    }

    package func union(_ other: HostEvidence) -> HostEvidence {
        var both = self
        both.formUnion(other)
        return both
    }

    package func contains(_ grade: Grade) -> Bool {
        bits >> grade.rawValue & 1 == 1
    }

    /// The strongest grade of all.
    package var strongest: Grade? { Self.strongest(bits) }

    /// The strongest grade on the axis from `probed` to `exchanged`, from which `intruded` stands apart.
    package var strongestApartFromIntruded: Grade? { Self.strongest(bits & ~(1 << Grade.intruded.rawValue)) }

    private static func strongest(_ bits: UInt8) -> Grade? {
        Grade(rawValue: UInt8(truncatingIfNeeded: UInt8.bitWidth - 1 - bits.leadingZeroBitCount))
    }
}
