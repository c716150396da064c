/// How strong the evidence is that a host is affected; the weakest first.
package enum Grade: UInt8, CaseIterable, Comparable, Sendable {
    case probed
    case served
    case attempted
    case answered
    case exchanged
    /// Apart from the others: an origin that came in.
    case intruded

    /// The word used in exports.
    package var name: String {
        switch self {
        case .probed: "probed"
        case .served: "served"
        case .attempted: "attempted"
        case .answered: "answered"
        case .exchanged: "exchanged"
        case .intruded: "intruded"
        }
    }

    /// What a flow of the grade showed: one line, the same wherever grades are explained.
    package var meaning: String {
        switch self {
        case .probed: "the origin began and the host sent no payload, or sent nothing"
        case .served: "the origin began and a service of the host answered with payload"
        case .attempted: "the host began; the origin sent nothing"
        case .answered: "the host began and the origin replied; no payload both ways"
        case .exchanged: "the host began, and payload went both ways"
        case .intruded: "the origin came in by a back door, and payload went both ways"
        }
    }

    package init?(name: String) {
        guard let match = Self.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
        self = match
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}
