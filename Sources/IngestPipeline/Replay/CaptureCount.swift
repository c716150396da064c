import CensusModel
import HourlyRollup
import PacketCapture
import Runtime
import SQLiteStore
import Synchronization

/// The count of one capture: takes its parts in their order, merges them, and commits what they add up to.
final class CaptureCount: Sendable {
    /// What ended a count although the capture is sound.
    enum Interruption: Error {
        /// Somebody else has counted the capture since it was opened.
        case overtaken
        /// A store of an earlier version knows the capture, under that name.
        case countedEarlier(name: String)
    }

    private struct State {
        var claim: Claim?
        /// What waits to be committed.
        var pending: CapturePart?
        var pendingSince: Int64 = 0
        /// Over all hours of what was committed.
        var coverage = Coverage()
        /// Where the parts end, and how to read on from there.
        var reached: (position: UInt64, layout: CaptureLayout)?
    }

    let name: String
    let standing: CaptureOpening.Standing
    private let marks: CaptureMarks
    private let census: Census
    private let memory: TallyMemory
    private let state: Mutex<State>

    /// Nanoseconds after which what was read is committed, so that a crash loses no more.
    private static let patience: Int64 = 10_000_000_000

    init(_ opening: CaptureOpening, name: String, census: Census, memory: TallyMemory) {
        self.name = name
        standing = opening.standing
        marks = opening.marks
        self.census = census
        self.memory = memory
        state = Mutex(State(claim: opening.claim))
    }

    /// Over all hours of what was committed.
    var coverage: Coverage { state.withLock { $0.coverage } }

    /// Where the parts end, and how to read on from there; `nil` before the first.
    var reached: (position: UInt64, layout: CaptureLayout)? { state.withLock { $0.reached } }

    /// The source that was added to; `nil` while there is none.
    var source: Int64? {
        if case .continues(let source) = state.withLock({ $0.claim }) { source } else { nil }
    }

    /// Whether the part at hand may grow, when it takes so many bytes and was begun at some time.
    func mayGrow(_ size: Int, since begin: Int64) -> Bool {
        !(memory.isFull && size >= memory.share) && SystemClock.steady - begin < Self.patience
    }

    /// Adds the part that follows, which is left without what it counted, and commits when there is enough.
    func add(_ part: inout CapturePart) throws {
        try state.withLock { state in
            state.reached = (part.end, part.layoutAtEnd)
            if state.pending != nil, memory.isFull { try commit(&state, isLast: false) }
            if state.pending == nil {
                (state.pending, state.pendingSince) = (part.handOver(), SystemClock.steady)
            } else {
                state.pending?.append(&part)
            }
            let isOld = SystemClock.steady - state.pendingSince >= Self.patience
            let isLarge = memory.isFull && (state.pending?.size ?? 0) >= memory.share
            if isOld || isLarge { try commit(&state, isLast: false) }
        }
    }

    /// Commits what is left.
    func finish() throws {
        try state.withLock { try commit(&$0, isLast: true) }
    }

    private func commit(_ state: inout State, isLast: Bool) throws {
        guard let part = state.pending.take() else { return }
        guard let claim = state.claim, let head = marks.head(upTo: part.end) else {
            // The capture has got its first record since it was opened.
            guard part.tally.coverage.isEmpty else { throw Interruption.overtaken }
            return
        }
        guard part.end > part.start || isReplacement(claim) else { return }
        var stretch = SegmentTally(
            name: name, head: head, range: part.start..<part.end, tail: part.tail, tallies: [part.tally])
        if isLast { stretch.earlierIdentity = marks.earlierIdentity(length: part.end) }
        switch try census.commit(stretch, as: claim) {
        case .added(let source):
            state.claim = .continues(source: source)
            state.coverage.merge(stretch.coverage)
        case .overtaken: throw Interruption.overtaken
        case .countedEarlier(let name): throw Interruption.countedEarlier(name: name)
        }
    }

    private func isReplacement(_ claim: Claim) -> Bool {
        if case .replaces = claim { true } else { false }
    }
}
