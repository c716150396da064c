package import CensusModel

/// What a live count did, for the operator.
package struct LiveSummary: Sendable {
    /// Over all hours of this run.
    package let coverage: Coverage
    /// Interfaces or addresses that were given up.
    let lostNames: Set<String>
    let names: Set<String>
    let refusedListLines: Bool
    /// Whether the store was moved away, with what had been committed to it.
    let lostStore: Bool

    /// Whether none of them could be counted to the end, or what was counted is not all in the store.
    package var lostAll: Bool { lostNames == names || lostStore }
    /// Whether some input was refused: an interface or address given up, lines of a list.
    package var refusedSome: Bool { !lostNames.isEmpty || refusedListLines }

    /// What was seen, and by reason what was not: lines for the log.
    package var lines: [String] { CoverageText.lines(coverage, countsDrops: true) + CoverageText.hints(coverage) }
}
