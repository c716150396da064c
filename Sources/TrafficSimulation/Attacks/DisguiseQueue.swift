import CensusModel

/// How many of the bots' next calls are to be disguised. Where an origin has fewer calls than were planned in its hour, the
/// rest goes to the next origin whose bots can.
struct DisguiseQueue {
    private var (decoys, forestalled) = (0, 0)

    mutating func add(_ disguise: Disguise) {
        switch disguise {
        case .decoy: decoys += 1
        case .forestalled: forestalled += 1
        }
    }

    /// The disguise of a call to an origin.
    mutating func next(to origin: SimulatedOrigin, listedAs threatClass: ThreatClass) -> Disguise? {
        if decoys > 0, AttackKind.decoy.isPossible(from: origin, listedAs: threatClass) {
            decoys -= 1
            return .decoy
        }
        guard forestalled > 0, origin.role == .controller else { return nil }
        forestalled -= 1
        return .forestalled
    }
}
