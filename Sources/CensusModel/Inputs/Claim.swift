/// Which capture a stretch belongs to, as far as its reader knows. A store in which that has changed since refuses the
/// stretch: of two processes that count one capture, one adds each stretch.
package enum Claim: Equatable, Sendable {
    /// One that is not there; those with the same beginning that are were looked at, and are others.
    case new(besides: Set<Int64>)
    /// One that was counted to where the stretch begins.
    case continues(source: Int64)
    /// One that was counted to some position: what it contributed goes, and the stretch is its first.
    case replaces(source: Int64, position: UInt64)
}

/// What became of a stretch.
package enum CommitOutcome: Equatable, Sendable {
    case added(source: Int64)
    /// The claim does not hold any more: somebody else has counted the capture. Nothing was added.
    case overtaken
    /// An earlier version counted the capture, under that name. Nothing was added.
    case countedEarlier(name: String)
}
