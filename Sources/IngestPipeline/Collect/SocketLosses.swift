import CensusModel

/// Which of the records that the kernel dropped at a socket no sequence number tells of.
///
/// Numbers tell of a loss as soon as its exporter sends again. So what was dropped before a segment is held against all that numbers told
/// up to the end of the next one; at the end of a session, whose exporters are not heard again, everything is. How many records a
/// datagram held that nobody saw is an estimate, unless all that were seen held as many: then a quarter is left to its error.
struct SocketLosses {
    /// Records that were dropped before the last segment was handed over, and during it.
    private var (dropped, droppedLast): (UInt64, UInt64) = (0, 0)
    private var lostBySequence: UInt64 = 0
    private var named: UInt64 = 0

    /// How many records are to be named as lost at the end of a segment.
    /// - Parameters:
    ///   - new: records that were dropped during the segment.
    ///   - isExact: whether that is no estimate.
    ///   - lost: records that sequence numbers told of during it.
    mutating func untold(dropped new: UInt64, isExact: Bool, lostBySequence lost: UInt64, isLast: Bool) -> UInt64 {
        lostBySequence = lostBySequence.addingClamped(lost)
        let due = isLast ? dropped.addingClamped(new) : dropped
        let recent = isLast ? droppedLast.addingClamped(new) : droppedLast
        (dropped, droppedLast) = (dropped.addingClamped(new), new)
        let told = lostBySequence.addingClamped(named)
        guard due > told, isExact || due - told > recent / 4 else { return 0 }
        named = named.addingClamped(due - told)
        return due - told
    }
}
