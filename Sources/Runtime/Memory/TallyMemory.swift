import Synchronization

/// How much memory the tallies of a run may take together, and how much they do.
///
/// Three quarters of what the operator allows go to tallies; the rest is for lists, buffers and the store's own cache. A
/// tally that must wait for others leaves room for the one whose turn it is, which grows until all together reach the limit,
/// and is then committed.
package final class TallyMemory: Sendable {
    /// Bytes that one tally may always take, whatever the others do.
    package let share: Int
    private let limit: Int
    private let taken = Atomic<Int>(0)

    package init(bytes: Int, jobs: Int) {
        let all = bytes / 4 * 3
        share = all / (4 * jobs)
        limit = all - jobs * share
    }

    /// Whether all tallies together have reached the limit.
    package var isFull: Bool { taken.load(ordering: .relaxed) >= limit }

    /// Whether a tally that must wait for others may grow, when it takes so many bytes: to its share in any case, and beyond
    /// while all together leave a quarter of the limit.
    package func mayWait(_ size: Int) -> Bool { size < share || taken.load(ordering: .relaxed) < limit / 4 * 3 }

    /// Whether so much more would be too much.
    package func isFull(with more: Int) -> Bool { taken.load(ordering: .relaxed) + more >= limit }

    fileprivate func take(_ bytes: Int) {
        taken.add(bytes, ordering: .relaxed)
    }
}

/// What one tally takes of the memory, given back when the last one who knows of it lets go.
package final class TakenMemory: Sendable {
    private let memory: TallyMemory
    private let bytes = Atomic<Int>(0)

    package init(_ memory: TallyMemory) {
        self.memory = memory
    }

    deinit {
        memory.take(-bytes.load(ordering: .relaxed))
    }

    /// Notes how large the tally is now.
    package func update(_ size: Int) {
        let before = bytes.exchange(size, ordering: .relaxed)
        if size != before { memory.take(size - before) }
    }
}
