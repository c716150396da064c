/// Where what was counted goes: the store of an engine, or the memory of this process.
///
/// An implementer takes a segment as a whole or not at all. With its flows and its coverage it notes, in the same step, how
/// far the segment's input is counted, so that a run that was killed at any instant goes on where the last segment ends.
/// It may be called from several threads at a time, and other processes may count into the same store.
package protocol CensusSink: Sendable {
    /// The inputs that begin as one does, the one counted furthest first.
    func inputs(beginning: [UInt8]) throws -> [CountedInput]

    /// Whether the census ends with the process. Then a segment may leave it for later how its capture begins, until another
    /// capture begins with the same record.
    var endsWithProcess: Bool { get }

    /// Whether what an input contributed can be replaced.
    var replacesInputs: Bool { get }

    /// The name under which an earlier version counted an input; `nil` when it did not.
    func earlierName(ofInput identity: String) throws -> String?

    /// Adds a segment, if its claim holds at that moment: of two processes that count one input, one adds each segment.
    func commit(_ segment: SegmentTally, as claim: Claim) throws -> CommitOutcome
}

extension CensusSink {
    package var endsWithProcess: Bool { false }
    package var replacesInputs: Bool { true }
}
