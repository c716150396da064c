/// What a contact is evidence for. Of a host several may hold.
struct Outcome: OptionSet, Hashable {
    let rawValue: UInt8

    static let probed = Outcome(rawValue: 1)
    static let attempted = Outcome(rawValue: 2)
    static let answered = Outcome(rawValue: 4)
    static let exchanged = Outcome(rawValue: 8)
    static let intruded = Outcome(rawValue: 16)
    static let served = Outcome(rawValue: 32)

    /// Whether a host with this is affected: every outcome but a probe and a service.
    var isAffected: Bool { !subtracting([.probed, .served]).isEmpty }
}
