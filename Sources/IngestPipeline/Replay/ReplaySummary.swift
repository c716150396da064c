package import CensusModel
import FlowLogs
import PacketCapture

/// What became of one input.
package struct InputOutcome: Sendable {
    package let name: String
    package internal(set) var result: Result
    /// Over all hours of what was counted of it in this run.
    package var coverage = Coverage()
    /// Whether what was counted before was counted with another version of the same lists.
    var isByAnotherVersion = false
    /// Where it was read to, and how to read on from there.
    var reached: (position: UInt64, layout: CaptureLayout)?
    /// As `reached`, of a flow log.
    var reachedLog: (position: UInt64, layout: LogLayout)?
    /// Lines or blocks of a flow log that could not be read.
    var lineProblems = LogProblems()

    package enum Result: Sendable {
        /// Counted to its end, or to where the run was stopped.
        case counted(Manner)
        /// Counted up to a damaged place.
        case countedInPart(Manner, problem: any Error)
        /// The same capture was counted before, under that name; `isShorter` when it goes on where this one ends.
        case countedBefore(asName: String, isShorter: Bool)
        case refused(problem: any Error)
    }

    /// How the count of an input began.
    package enum Manner: Sendable {
        case whole
        /// From some byte on, to which it was counted before.
        case continued(from: UInt64)
        /// In place of what it contributed before.
        case again
        /// In place of what lists of other names counted.
        case otherLists(names: String)
        /// In place of what was counted with another reading: whether it is read with `--exports` now.
        case otherReading(readsExports: Bool)
        /// Beside the capture of that name, which begins like it.
        case besides(name: String)
    }
}

extension InputOutcome {
    /// Whether some of the input was refused.
    var isProblem: Bool { problem != nil }

    /// Whether there may be nothing wrong but that the input is still being written.
    var isOnlyCut: Bool { (problem as? CaptureError)?.isCut ?? (problem as? LogError)?.isCut ?? false }

    private var problem: (any Error)? {
        switch result {
        case .refused(let problem), .countedInPart(_, let problem): problem
        case .counted, .countedBefore: nil
        }
    }

    /// How the count began; `nil` where there was none.
    var manner: Manner? {
        switch result {
        case .counted(let manner), .countedInPart(let manner, _): manner
        case .refused, .countedBefore: nil
        }
    }
}

/// What a replay did.
package struct ReplaySummary: Sendable {
    package internal(set) var outcomes: [InputOutcome] = []

    /// Over all hours of what was counted in this run.
    package var coverage: Coverage {
        outcomes.reduce(into: Coverage()) { $0.merge($1.coverage) }
    }

    /// Whether some input was refused, whole or in part.
    package var refusedSome: Bool { outcomes.contains { $0.isProblem || $0.lineProblems.count > 0 } }

    /// Whether no input could be used at all.
    package var refusedAll: Bool {
        !outcomes.isEmpty
            && outcomes.allSatisfy { outcome in
                if case .refused = outcome.result { true } else { false }
            }
    }
}
