package import CensusModel

/// What a sniff did, for the operator.
package struct SniffSummary: Sendable {
    /// Over all hours of this run.
    package let coverage: Coverage
    /// Interfaces that were given up.
    let lostInterfaces: Set<String>
    let interfaces: Set<String>
    let refusedListLines: Bool
    /// Whether the store was moved away, with what had been committed to it.
    let lostStore: Bool

    /// Whether no interface could be counted to the end, or what was counted is not all in the store.
    package var lostAll: Bool { lostInterfaces == interfaces || lostStore }
    /// Whether some input was refused: an interface given up, lines of a list.
    package var refusedSome: Bool { !lostInterfaces.isEmpty || refusedListLines }

    /// What was seen, and by reason what was not: lines for the log.
    package var lines: [String] { CoverageText.lines(coverage, countsDrops: true) + CoverageText.hints(coverage) }
}
