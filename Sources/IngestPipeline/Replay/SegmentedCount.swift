import Glibc
import PacketCapture
import Runtime
import Synchronization

/// The count of a file whose pieces any worker can read: they come together in their order, while others are still being
/// read.
///
/// A worker reads on from piece to piece, into one tally, until it comes to one that another has taken. One worker at a
/// time joins; the others leave a run that is small, or wait for their turn. So memory holds what was joined, what each
/// worker reads, and a share for all that waits.
final class SegmentedCount: Sendable {
    /// Pieces that follow one another, and what was read of them from a guess: nothing where no record seems to begin in
    /// the first.
    private struct Run {
        var pieces: Range<Int>
        var part: CapturePart?
    }

    private struct State {
        var untaken: UntakenPieces
        /// The piece that comes next.
        var next = 0
        var isJoining = false
        var isOver = false
        /// By their first piece.
        var arrived: [Int: Run] = [:]
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
    private let runLength: Int
    private let state: Mutex<State>
    private let reached: Mutex<Reached>

    /// How long a worker sleeps between two looks whether it is its turn.
    private static let pauseMicroseconds: useconds_t = 1_000

    /// - Parameter runLength: how many pieces one worker reads on at the most. What is read from a guess is not committed
    ///   before all that comes before it, so a crash loses no more than these.
    init(_ file: SegmentedFile, _ count: CaptureCount, _ ingest: CaptureIngest, runLength: Int = 16) {
        self.file = file
        self.count = count
        self.ingest = ingest
        self.runLength = runLength
        state = Mutex(State(untaken: UntakenPieces(count: file.pieceCount)))
        reached = Mutex(Reached(position: file.start.position, layout: file.start.layout))
    }

    /// What ended the file early.
    var problem: CaptureError? {
        if case .damaged(let problem) = reached.withLock({ $0.ending }) { problem } else { nil }
    }

    /// A piece to begin at, for the worker that asks; `nil` when there is none.
    func takePiece() -> Int? {
        state.withLock { state in
            guard !state.isOver else { return nil }
            let (reach, isBeyond) = file.workers.multipliedReportingOverflow(by: runLength)
            let end = isBeyond ? file.pieceCount : min(file.pieceCount, state.next + reach)
            return state.untaken.take(within: state.next..<end)
        }
    }

    /// Reads from a piece on, and joins what can be joined.
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
        var run = Run(pieces: piece..<piece + 1)
        if piece > 0, !isTurn(of: run) {
            // What goes wrong with a guess is for the one to meet who reads without guessing.
            run.part = isAtEnd ? nil : (try? readGuess(&run.pieces)) ?? nil
            state.withLock { $0.untaken.end(run.pieces) }
            guard run.part.map({ !$0.isLast || !hasRoom(for: $0) }) ?? false else { return try leave(&run) }
        }
        guard waitForTurn(of: run) else { return }
        try join(&run)
        try joinArrived()
    }

    private func readGuess(_ pieces: inout Range<Int>) throws(CaptureError) -> CapturePart? {
        guard var reader = try file.reader(guessing: pieces.lowerBound) else { return nil }
        return try ingest.read(&reader) {
            self.ingest.memory.mayWait($0)
        } readingOn: {
            self.readOn(&$0, &pieces)
        }
    }

    /// Has a reader go on into the piece behind those that it has read, unless somebody else has taken that.
    private func readOn(_ reader: inout CaptureFileReader, _ pieces: inout Range<Int>) -> Bool {
        guard pieces.count < runLength, state.withLock({ $0.untaken.take(behind: pieces) }) else { return false }
        pieces = pieces.lowerBound..<pieces.upperBound + 1
        reader.extend(to: file.end(of: pieces))
        return true
    }

    /// Whether the joined pieces end where nothing can follow.
    private var isAtEnd: Bool {
        if case .full = reached.withLock({ $0.ending }) { false } else { true }
    }

    private func isTurn(of run: Run) -> Bool {
        state.withLock { $0.next == run.pieces.lowerBound && !$0.isJoining }
    }

    private func hasRoom(for part: CapturePart) -> Bool {
        state.withLock { $0.waiting + part.size <= ingest.memory.share }
    }

    /// Waits until all pieces before have been joined, and takes the turn; false when the file is given up.
    private func waitForTurn(of run: Run) -> Bool {
        while true {
            let (mine, isOver) = state.withLock { state in
                let mine = state.next == run.pieces.lowerBound && !state.isJoining
                if mine { state.isJoining = true }
                return (mine, state.isOver)
            }
            if mine || isOver { return mine }
            usleep(Self.pauseMicroseconds)
        }
    }

    /// Leaves a run, and what was read of it, until its turn comes, which may be now.
    private func leave(_ run: inout Run) throws {
        let isTurn = state.withLock { state in
            state.arrived[run.pieces.lowerBound] = run
            state.waiting += run.part.take()?.size ?? 0
            guard state.next == run.pieces.lowerBound, !state.isJoining else { return false }
            state.isJoining = true
            return true
        }
        if isTurn { try joinArrived() }
    }

    /// Joins what has arrived, as long as each comes next; then gives up the turn.
    private func joinArrived() throws {
        while var run = takeArrived() { try join(&run) }
    }

    /// The run that comes next, if it is there; else the turn is given up.
    private func takeArrived() -> Run? {
        state.withLock { state in
            guard let run = state.arrived.removeValue(forKey: state.next) else {
                state.isJoining = false
                return nil
            }
            state.waiting -= run.part?.size ?? 0
            return run
        }
    }

    /// Adds a run whose turn it is: what was read of it from a guess, if that was right, and what is missing.
    private func join(_ run: inout Run) throws {
        let now = reached.withLock { $0 }
        if case .full = now.ending {
            if var part = run.part.take(), part.start == now.position, part.layoutAtStart == now.layout {
                try take(&part)
            }
            try stream(&run.pieces)
        }
        state.withLock { state in
            state.untaken.end(run.pieces)
            state.next = run.pieces.upperBound
        }
    }

    /// Reads from where the joined pieces end to the end of some, and on over those behind them that nobody has taken.
    private func stream(_ pieces: inout Range<Int>) throws {
        let now = reached.withLock { $0 }
        // A record longer than a piece may reach over the next cut as well.
        guard case .full = now.ending, now.position < file.end(of: pieces) else { return }
        var reader = try file.reader(from: now.position, now.layout, to: pieces)
        var isLast = false
        while !isLast {
            let begin = SystemClock.steady
            var part = try ingest.read(&reader) {
                self.count.mayGrow($0, since: begin)
            } readingOn: {
                self.readOn(&$0, &pieces)
            }
            isLast = part.isLast
            try take(&part)
        }
    }

    private func take(_ part: inout CapturePart) throws {
        reached.withLock { reached in
            (reached.position, reached.layout) = (part.end, part.layoutAtEnd)
            // At the end of a piece there is more, in the next.
            if case .end = part.ending { reached.ending = .full } else { reached.ending = part.ending }
        }
        try count.add(&part)
    }
}
