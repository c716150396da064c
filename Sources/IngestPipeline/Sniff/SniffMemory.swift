/// How much memory the tallies of a session may take: a third each for what workers count, for segments that were handed
/// over, and for what waits to be committed.
struct SniffMemory: Sendable {
    /// From so many bytes on no packet is read until the session has taken them. The kernel then drops, and counts.
    let fullTally: Int
    /// From so many bytes on a commit is asked for before its time.
    let largeTally: Int
    /// Above so many bytes no more is taken from the workers.
    let fullPending: Int

    /// - Parameters:
    ///   - bytes: what there is; a quarter of it is left to buffers and the store's own cache.
    ///   - workers: how many there are, each with a tally.
    init(bytes: Int, workers: Int) {
        let third = bytes / 4
        fullTally = third / max(1, workers)
        largeTally = fullTally / 4
        // What is taken is merged, and there twice for a moment.
        fullPending = third - fullTally / 2
    }
}
