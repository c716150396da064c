import Synchronization

/// How much memory the lists and tallies of a session may take.
///
/// A quarter of what the lists leave goes to buffers and the store's own cache; the rest is shared in thirds between what
/// workers count, segments that were handed over, and what waits to be committed. While lists are loaded again, room for
/// the new ones beside the old is kept free.
final class LiveMemory: Sendable {
    private let all: Int
    private let workers: Int
    /// Bytes that lists take, or may take.
    private let lists: Atomic<Int>

    /// - Parameters:
    ///   - bytes: what there is for lists and tallies.
    ///   - lists: bytes that the lists take.
    ///   - workers: how many there are, each with a tally.
    init(bytes: Int, lists: Int = 0, workers: Int) {
        (all, self.workers) = (bytes, max(1, workers))
        self.lists = Atomic(lists)
    }

    /// Bytes that lists may take: when they are loaded again, old and new ones together leave a quarter to the tallies.
    var listLimit: Int { Self.listLimit(of: all) }

    static func listLimit(of bytes: Int) -> Int { bytes / 8 * 3 }

    /// Notes that lists are loaded beside those in use.
    func beginReload() {
        lists.add(listLimit, ordering: .relaxed)
    }

    /// - Parameter bytes: what the lists in use take now.
    func endReload(lists bytes: Int) {
        lists.store(bytes, ordering: .relaxed)
    }

    private var third: Int { max(all / 4, all - lists.load(ordering: .relaxed)) / 4 }

    /// From so many bytes on no packet is read until the session has taken them. The kernel then drops, and counts.
    var fullTally: Int { third / workers }
    /// From so many bytes on, a commit comes before its time.
    var largeTally: Int { fullTally / 4 }
    /// Above so many bytes no more is taken from the workers. What is taken is merged, and there twice for a moment.
    var fullPending: Int { third - fullTally / 2 }
}
