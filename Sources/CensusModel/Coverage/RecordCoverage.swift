/// What was read of an exporter's flow log in an hour and what was missed.
package struct RecordCoverage: Equatable, Sendable {
    /// Records that reached us.
    package var seen: UInt64 = 0
    /// Records that tell of a flow.
    package var decoded: UInt64 = 0
    /// Records that should have told of one, by why they do not.
    package var undecoded: [String: UInt64] = [:]
    /// Records of other things, by their kind. `seen` is `decoded` and the sums of these and of `undecoded`.
    package var notFlow: [String: UInt64] = [:]
    /// Records of flows between an internal host and a listed origin.
    package var matched: UInt64 = 0
    /// Records with something odd about them, by what it was, and the sampling rates that they state.
    package var remarked: [String: UInt64] = [:]
    /// Records that did not reach us, by where they were lost.
    package var lost: [String: UInt64] = [:]

    package init() {}

    package mutating func merge(_ other: RecordCoverage) {
        seen = seen.addingClamped(other.seen)
        decoded = decoded.addingClamped(other.decoded)
        matched = matched.addingClamped(other.matched)
        undecoded.merge(other.undecoded) { $0.addingClamped($1) }
        notFlow.merge(other.notFlow) { $0.addingClamped($1) }
        remarked.merge(other.remarked) { $0.addingClamped($1) }
        SamplingRemark.limit(&remarked)
        lost.merge(other.lost) { $0.addingClamped($1) }
    }

    /// The share that was decoded of all records that could have been, from 0 to 1; `nil` when none is known of.
    package var share: Double? {
        let others = notFlow.values.reduce(0 as UInt64) { $0.addingClamped($1) }
        let all = lost.values.reduce(seen - min(others, seen)) { $0.addingClamped($1) }
        return all == 0 ? nil : Double(decoded) / Double(all)
    }
}
