import Glibc
import HourlyRollup
import PacketCapture
import Synchronization

/// The count of a file whose pieces any worker can read: they come together in their order, while others are still being
/// read.
///
/// One worker at a time joins; the others leave a piece that is small, or wait for their turn. So memory holds what was
/// joined, a share for each worker, and a share for all that waits.
final class SegmentedCount: Sendable {
    /// A piece read from a guess; `nil` where no record seems to begin in it.
    private typealias Piece = CapturePart?

    private struct State {
        /// The next piece that nobody has taken.
        var untaken = 0
        /// The piece that comes next.
        var next = 0
        var isJoining = false
        var isOver = false
        var arrived: [Int: Piece] = [:]
        /// Bytes of memory that those take.
        var waiting = 0
    }

    /// Where the joined pieces end; belongs to the worker that joins.
    private struct Reached {
        var position: UInt64
        var layout: CaptureLayout
        var ending = CapturePart.Ending.full
    }

    let count: CaptureCount
    private let file: SegmentedFile
    private let ingest: CaptureIngest
    private let state = Mutex(State())
    private let reached: Mutex<Reached>

    /// How long a worker sleeps between two looks whether it is its turn.
    private static let pauseMicroseconds: useconds_t = 1_000

    init(_ file: SegmentedFile, _ count: CaptureCount, _ ingest: CaptureIngest) {
        self.file = file
        self.count = count
        self.ingest = ingest
        reached = Mutex(Reached(position: file.start.position, layout: file.start.layout))
    }

    /// What ended the file early.
    var problem: CaptureError? {
        if case .damaged(let problem) = reached.withLock({ $0.ending }) { problem } else { nil }
    }

    /// A piece to be read, for the worker that asks; `nil` when there is none.
    func takePiece() -> Int? {
        state.withLock { state in
            guard !state.isOver, state.untaken < file.pieceCount else { return nil }
            defer { state.untaken += 1 }
            return state.untaken
        }
    }

    /// Reads a piece, and joins what can be joined.
    /// - Returns: whether the file is at its end by that, and nothing of it is still to come.
    func read(_ piece: Int) throws -> Bool {
        do {
            try readAndJoin(piece)
        } catch {
            state.withLock { $0.isOver = true }
            throw error
        }
        return state.withLock { state in
            guard state.next == file.pieceCount, !state.isOver else { return false }
            state.isOver = true
            return true
        }
    }

    private func readAndJoin(_ piece: Int) throws {
        if piece == 0 || isTurn(of: piece) {
            guard waitForTurn(of: piece) else { return }
            try join(piece) { try self.stream(to: piece) }
        } else {
            // What goes wrong with a guess is for the one to meet who reads without guessing.
            let part = isAtEnd ? nil : (try? readGuess(piece)) ?? nil
            guard let part, !part.isLast || !hasRoom(for: part) else { return try leave(part, piece) }
            guard waitForTurn(of: piece) else { return }
            try join(piece) { try self.add(part, piece) }
        }
    }

    private func readGuess(_ piece: Int) throws(CaptureError) -> CapturePart? {
        guard var reader = try file.reader(guessing: piece) else { return nil }
        return try ingest.read(&reader) { $0 < self.ingest.memory.share }
    }

    /// Whether the joined pieces end where nothing can follow.
    private var isAtEnd: Bool {
        if case .full = reached.withLock({ $0.ending }) { false } else { true }
    }

    private func isTurn(of piece: Int) -> Bool {
        state.withLock { $0.next == piece && !$0.isJoining }
    }

    private func hasRoom(for part: CapturePart) -> Bool {
        state.withLock { $0.waiting + part.size <= ingest.memory.share }
    }

    /// Waits until all pieces before have been joined, and takes the turn; false when the file is given up.
    private func waitForTurn(of piece: Int) -> Bool {
        while true {
            let (mine, isOver) = state.withLock { state in
                let mine = state.next == piece && !state.isJoining
                if mine { state.isJoining = true }
                return (mine, state.isOver)
            }
            if mine || isOver { return mine }
            usleep(Self.pauseMicroseconds)
        }
    }

    /// Leaves a piece until its turn comes, which may be now.
    private func leave(_ part: CapturePart?, _ piece: Int) throws {
        let isTurn = state.withLock { state in
            state.arrived[piece] = .some(part)
            state.waiting += part?.size ?? 0
            guard state.next == piece, !state.isJoining else { return false }
            state.isJoining = true
            return true
        }
        if isTurn { try joinArrived() }
    }

    /// Joins a piece whose turn it is, and those that have waited for it.
    private func join(_ piece: Int, _ body: () throws -> Void) throws {
        try body()
        state.withLock { $0.next += 1 }
        try joinArrived()
    }

    private func joinArrived() throws {
        while let (piece, part) = takeArrived() {
            try add(part, piece)
            state.withLock { $0.next += 1 }
        }
    }

    /// The piece that comes next, if it is there; else the turn is given up.
    private func takeArrived() -> (piece: Int, part: CapturePart?)? {
        state.withLock { state in
            guard let part = state.arrived.removeValue(forKey: state.next) else {
                state.isJoining = false
                return nil
            }
            state.waiting -= part?.size ?? 0
            return (state.next, part)
        }
    }

    /// Adds a piece that was read from a guess, and what is missing of it.
    private func add(_ part: CapturePart?, _ piece: Int) throws {
        let now = reached.withLock { $0 }
        guard case .full = now.ending else { return }
        if let part, part.start == now.position, part.layoutAtStart == now.layout { try take(part) }
        try stream(to: piece)
    }

    /// Reads from where the joined pieces end to the end of a piece.
    private func stream(to piece: Int) throws {
        let now = reached.withLock { $0 }
        // A record longer than a piece may reach over the next cut as well.
        guard case .full = now.ending, now.position < file.end(of: piece) else { return }
        var reader = try file.reader(from: now.position, now.layout, to: piece)
        var isLast = false
        while !isLast {
            let begin = SystemClock.steady
            let part = try ingest.read(&reader) { self.count.mayGrow($0, since: begin) }
            try take(part)
            isLast = part.isLast
        }
    }

    private func take(_ part: CapturePart) throws {
        reached.withLock { reached in
            (reached.position, reached.layout) = (part.end, part.layoutAtEnd)
            // At the end of a piece there is more, in the next.
            if case .end = part.ending { reached.ending = .full } else { reached.ending = part.ending }
        }
        try count.add(part)
    }
}
