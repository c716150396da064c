/// How a bot hides in its call.
enum Disguise {
    /// Behind headers of a tunnel.
    case decoy
    /// Behind a packet that somebody forged in the name of the origin.
    case forestalled

    /// What an attack of a kind is that a bot of the origin plays in place of its call; `nil` for all others.
    init?(_ kind: AttackKind, of origin: SimulatedOrigin, _ random: inout SeededGenerator) {
        switch kind {
        case .decoy: self = .decoy
        case .firstPacket where origin.role == .controller && random.next() % 2 == 0: self = .forestalled
        default: return nil
        }
    }

    /// The scripts that take the place of a bot's call, by the shares of grades. What is forestalled is no mere attempt, for
    /// something came from the origin.
    func scripts(_ grades: TrafficPlan.GradeMix, _ random: inout SeededGenerator) -> [PacketScript] {
        let draw = Int(random.next() % UInt64(grades.sum))
        switch self {
        case .decoy: return draw < grades.attempted ? PacketScript.decoyAttempts : PacketScript.decoyExchanges
        case .forestalled:
            return draw < grades.attempted ? PacketScript.forestalledAnswers : PacketScript.forestalledExchanges
        }
    }
}
