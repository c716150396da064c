/// The grades that a host's flows gave, each at most once. Merges by OR.
package struct HostEvidence: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package init(_ grade: Grade) {
        rawValue = 1 << grade.rawValue
    }

    /// The strongest grade of all.
    package var strongest: Grade? {
        Grade.allCases.last { contains(HostEvidence($0)) }
    }

    /// The strongest grade on the axis from `probed` to `exchanged`, from which `intruded` stands apart.
    package var strongestApartFromIntruded: Grade? {
        subtracting(HostEvidence(.intruded)).strongest
    }
}
