/// How many distinct hosts there are of each kind, by the strongest that is known of each; `intruded` stands apart.
package struct HostFigures: Codable, Equatable, Sendable {
    package private(set) var affected = 0
    package private(set) var attempted = 0
    package private(set) var answered = 0
    package private(set) var exchanged = 0
    package private(set) var intruded = 0
    package private(set) var probed = 0
    package private(set) var hosts = 0
    package private(set) var served = 0

    /// Adds a host of which all of `outcomes` holds.
    mutating func add(_ outcomes: Outcome) {
        guard !outcomes.isEmpty else { return }
        hosts += 1
        if outcomes.isAffected { affected += 1 }
        if outcomes.contains(.intruded) { intruded += 1 }
        if outcomes.contains(.exchanged) {
            exchanged += 1
        } else if outcomes.contains(.answered) {
            answered += 1
        } else if outcomes.contains(.attempted) {
            attempted += 1
        } else if !outcomes.contains(.intruded) {
            if outcomes.contains(.served) { served += 1 } else { probed += 1 }
        }
    }
}
