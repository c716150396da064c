import PacketCapture
import Synchronization

/// Where the pieces of a file come together, in their order, while others are still being read: memory holds the whole so
/// far and what waits for a piece before it, and not all pieces to the end.
final class FileJoin: Sendable {
    typealias Piece = Result<StretchResult?, any Error>

    private struct Joined {
        var whole: StretchResult?
        var failure: (any Error)?
        /// The number of the piece that comes next.
        var next = 0
    }

    private let file: ReplayedFile
    private let ingest: CaptureIngest
    private let arrived = Mutex<[Int: Piece]>([:])
    private let joined = Mutex(Joined())

    init(_ file: ReplayedFile, _ ingest: CaptureIngest) {
        self.file = file
        self.ingest = ingest
    }

    /// Takes a piece, and joins what can be joined unless another worker is at it.
    func add(_ piece: Piece, number: Int) {
        arrived.withLock { $0[number] = piece }
        _ = joined.withLockIfAvailable { join(&$0) }
    }

    /// The whole file, once every piece was added.
    func finish() throws -> StretchResult? {
        try joined.withLock { joined in
            join(&joined)
            if let failure = joined.failure { throw failure }
            return joined.whole.take()
        }
    }

    private func join(_ joined: inout Joined) {
        while let piece = arrived.withLock({ [next = joined.next] in $0.removeValue(forKey: next) }) {
            do {
                try join(piece.get(), to: &joined)
            } catch {
                joined.failure = joined.failure ?? error
            }
            joined.next += 1
        }
    }

    private func join(_ piece: StretchResult?, to joined: inout Joined) throws {
        guard joined.failure == nil else { return }
        if joined.next == 0 {
            joined.whole = piece
        } else if case .segmented(let segments) = file.plan {
            try segments.join(piece, joined.next, to: &joined.whole, with: ingest)
        }
    }
}
