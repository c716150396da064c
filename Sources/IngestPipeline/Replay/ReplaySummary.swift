package import HourlyRollup

/// What became of one input.
package struct InputOutcome: Sendable {
    package let name: String
    package let result: Result

    package enum Result: Sendable {
        case counted(packets: UInt64, matched: UInt64)
        /// Counted up to a damaged place.
        case countedInPart(packets: UInt64, matched: UInt64, problem: String)
        /// The same capture was counted before, under that name.
        case countedBefore(asName: String)
        case refused(problem: String)
    }
}

/// What a replay did.
package struct ReplaySummary: Sendable {
    package internal(set) var outcomes: [InputOutcome] = []
    /// Over all hours of what was counted in this run.
    package internal(set) var coverage = Coverage()

    /// Whether some input was refused, whole or in part.
    package var refusedSome: Bool {
        outcomes.contains { outcome in
            switch outcome.result {
            case .refused, .countedInPart: true
            case .counted, .countedBefore: false
            }
        }
    }

    /// Whether no input could be used at all.
    package var refusedAll: Bool {
        !outcomes.isEmpty
            && outcomes.allSatisfy { outcome in
                if case .refused = outcome.result { true } else { false }
            }
    }
}
