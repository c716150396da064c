/// How strong the evidence is that a host is affected; the weakest first.
package enum Grade: UInt8, CaseIterable, Comparable, Sendable {
    /// Only the origin initiated, and no payload went both ways. Not affected.
    case probed
    /// The host initiated; the origin never answered.
    case attempted
    /// The host initiated and the origin answered; no payload both ways.
    case answered
    /// The host initiated, and payload went both ways.
    case exchanged
    /// The origin initiated, and payload went both ways: the back door.
    case intruded

    /// The word used in exports.
    package var name: String {
        switch self {
        case .probed: "probed"
        case .attempted: "attempted"
        case .answered: "answered"
        case .exchanged: "exchanged"
        case .intruded: "intruded"
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
