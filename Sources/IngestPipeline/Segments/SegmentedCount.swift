import NetworkTypes
import Runtime
import Synchronization

/// What workers share of an input that is read in segments.
protocol SegmentedWork: AnyObject, Sendable {
    /// A segment to begin at, for the worker that calls; `nil` when there is none.
    func takeSegment() -> Int?
    /// Reads from a segment on, and joins what can be joined.
    /// - Returns: whether the input is at its end by that, and nothing of it is still to come.
    func read(_ segment: Int) throws -> Bool
}

/// The count of a file whose segments any worker can read: they come together in their order, while others are still being
/// read.
///
/// A worker reads on from segment to segment, into one tally, until it comes to one that another has taken. One worker at a
/// time joins; the others leave a guess that is small, or wait for their turn. So memory holds what was joined, what each
/// worker reads, and a share for all that waits.
final class SegmentedCount<Input: CutInput>: SegmentedWork {
    /// Segments that follow one another, and what was read of them from a guess: nothing where no record seems to begin in
    /// the first.
    private struct Guess {
        var segments: Range<Int>
        var counted: CountedSegment<Input.Reader>?
    }

    private struct State {
        var untaken: UntakenSegments
        /// The segment that comes next.
        var next = 0
        var isJoining = false
        var isOver = false
        /// By their first segment.
        var arrived: [Int: Guess] = [:]
        /// Bytes of memory that those take.
        var waiting = 0
    }

    /// Where the joined segments end; belongs to the worker that joins.
    private struct Reached {
        var position: UInt64
        var layout: Input.Reader.Layout
        var latest: Timestamp?
        var ending = CountedSegment<Input.Reader>.Ending.full
    }

    let count: InputCount<Input.Reader>
    private let file: Input
    private let ingest: CaptureIngest
    private let mostSegments: Int
    private let state: Monitor<State>
    private let reached: Mutex<Reached>

    /// - Parameter mostSegments: how many segments one worker reads on at the most. What is read from a guess is not committed
    ///   before all that comes before it, so a crash loses no more than these.
    init(_ file: Input, _ count: InputCount<Input.Reader>, _ ingest: CaptureIngest, mostSegments: Int = 16) {
        self.file = file
        self.count = count
        self.ingest = ingest
        self.mostSegments = mostSegments
        state = Monitor(State(untaken: UntakenSegments(count: file.cuts.segmentCount)))
        reached = Mutex(Reached(position: file.cuts.start, layout: file.layout))
    }

    /// What ended the file early.
    var problem: Input.Reader.Failure? {
        if case .damaged(let problem) = reached.withLock({ $0.ending }) { problem } else { nil }
    }

    func takeSegment() -> Int? {
        state.withLock { state in
            guard !state.isOver else { return nil }
            let (reach, isBeyond) = file.cuts.workers.multipliedReportingOverflow(by: mostSegments)
            let end = isBeyond ? file.cuts.segmentCount : min(file.cuts.segmentCount, state.next + reach)
            return state.untaken.take(within: state.next..<end)
        }
    }

    func read(_ segment: Int) throws -> Bool {
        do {
            try readAndJoin(segment)
        } catch {
            state.withLock { $0.isOver = true }
            throw error
        }
        return state.withLock { state in
            guard state.next == file.cuts.segmentCount, !state.isOver else { return false }
            state.isOver = true
            return true
        }
    }

    private func readAndJoin(_ segment: Int) throws {
        var guess = Guess(segments: segment..<segment + 1)
        if segment > 0, !isTurn(of: guess) {
            // What goes wrong with a guess is for the one to meet who reads without guessing.
            guess.counted = isAtEnd ? nil : (try? readGuess(&guess.segments)) ?? nil
            state.withLock { $0.untaken.end(guess.segments) }
            guard guess.counted.map({ !$0.isLast || !hasRoom(for: $0) }) ?? false else { return try leave(&guess) }
        }
        guard waitForTurn(of: guess) else { return }
        try join(&guess)
        try joinArrived()
    }

    private func readGuess(
        _ segments: inout Range<Int>
    ) throws(Input.Reader.Failure) -> CountedSegment<Input.Reader>? {
        guard var reader = try file.reader(guessing: segments.lowerBound) else { return nil }
        return try file.read(&reader, by: ingest, after: nil) {
            self.ingest.memory.mayWait($0)
        } readingOn: {
            self.readOn(&$0, &segments)
        }
    }

    /// Has a reader go on into the segment behind those that it has read, unless somebody else has taken that.
    private func readOn(_ reader: inout Input.Reader, _ segments: inout Range<Int>) -> Bool {
        guard segments.count < mostSegments, state.withLock({ $0.untaken.take(behind: segments) }) else { return false }
        segments = segments.lowerBound..<segments.upperBound + 1
        reader.extend(to: file.cuts.end(of: segments))
        return true
    }

    /// Whether the joined segments end where nothing can follow.
    private var isAtEnd: Bool {
        if case .full = reached.withLock({ $0.ending }) { false } else { true }
    }

    private func isTurn(of guess: Guess) -> Bool {
        state.withLock { $0.next == guess.segments.lowerBound && !$0.isJoining }
    }

    private func hasRoom(for counted: CountedSegment<Input.Reader>) -> Bool {
        state.withLock { $0.waiting + counted.size <= ingest.memory.share }
    }

    /// Waits until all segments before have been joined, and takes the turn; false when the file is given up.
    private func waitForTurn(of guess: Guess) -> Bool {
        state.wait { state in
            guard state.next == guess.segments.lowerBound, !state.isJoining else { return state.isOver ? false : nil }
            state.isJoining = true
            return true
        }
    }

    /// Leaves a guess, and what was read of it, until its turn comes, which may be now.
    private func leave(_ guess: inout Guess) throws {
        let isTurn = state.withLock { state in
            state.arrived[guess.segments.lowerBound] = guess
            state.waiting += guess.counted.take()?.size ?? 0
            guard state.next == guess.segments.lowerBound, !state.isJoining else { return false }
            state.isJoining = true
            return true
        }
        if isTurn { try joinArrived() }
    }

    /// Joins what has arrived, as long as each comes next; then gives up the turn.
    private func joinArrived() throws {
        while var guess = takeArrived() { try join(&guess) }
    }

    /// The run that comes next, if it is there; else the turn is given up.
    private func takeArrived() -> Guess? {
        state.withLock { state in
            guard let guess = state.arrived.removeValue(forKey: state.next) else {
                state.isJoining = false
                return nil
            }
            state.waiting -= guess.counted?.size ?? 0
            return guess
        }
    }

    /// Adds a guess whose turn it is: what was read of it from a guess, if that was right, and what is missing.
    private func join(_ guess: inout Guess) throws {
        let now = reached.withLock { $0 }
        if case .full = now.ending {
            if var counted = guess.counted.take(), counted.start == now.position, counted.layoutAtStart == now.layout,
                !counted.restsOnTimeBefore
            {
                try take(&counted)
            }
            try stream(&guess.segments)
        }
        state.withLock { state in
            state.untaken.end(guess.segments)
            state.next = guess.segments.upperBound
        }
    }

    /// Reads from where the joined segments end to the end of some, and on over those behind them that nobody has taken.
    private func stream(_ segments: inout Range<Int>) throws {
        let now = reached.withLock { $0 }
        // A record longer than a segment may reach over the next cut as well.
        guard case .full = now.ending, now.position < file.cuts.end(of: segments) else { return }
        var reader = try file.reader(from: now.position, now.layout, to: segments)
        var isLast = false
        while !isLast {
            let begin = ingest.clock()
            let latest = reached.withLock { $0.latest }
            var counted = try file.read(&reader, by: ingest, after: latest) {
                self.count.mayGrow($0, since: begin)
            } readingOn: {
                self.readOn(&$0, &segments)
            }
            isLast = counted.isLast
            try take(&counted)
        }
    }

    private func take(_ counted: inout CountedSegment<Input.Reader>) throws {
        reached.withLock { reached in
            (reached.position, reached.layout) = (counted.end, counted.layoutAtEnd)
            reached.latest = counted.latest ?? reached.latest
            // At the end of a segment there is more, in the next.
            if case .end = counted.ending { reached.ending = .full } else { reached.ending = counted.ending }
        }
        try count.add(&counted)
    }
}
