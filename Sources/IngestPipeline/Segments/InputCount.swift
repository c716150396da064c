import ByteInput
import CensusModel
import FlowLogs
import HourlyRollup
import PacketCapture
import Runtime
import Synchronization

/// What ended a count although the input is sound.
enum CountInterruption: Error {
    /// Somebody else has counted the input since it was opened.
    case overtaken
    /// A store of an earlier version knows the input, under that name.
    case countedEarlier(name: String)
}

/// The count of one capture.
typealias CaptureCount = InputCount<CaptureFileReader>

/// The count of one flow log.
typealias LogCount = InputCount<LogReader>

/// The count of one input: takes its segments in their order, merges them, and commits what they add up to.
final class InputCount<Reader: SegmentedReader>: Sendable {
    private struct State {
        var claim: Claim?
        /// What waits to be committed.
        var pending: CountedSegment<Reader>?
        /// When the first of that began to be read.
        var pendingSince: Int64 = 0
        /// Over all hours of what was committed.
        var coverage = Coverage()
        /// Lines or blocks that could not be read.
        var problems = LogProblems()
        /// Where the segments end, and how to read on from there.
        var reached: (position: UInt64, layout: Reader.Layout)?
    }

    let name: String
    let standing: InputStanding
    /// Whether another version of the same lists counted what was counted before.
    let isAfterAnotherVersion: Bool
    private let lists: ListSet
    private let marks: CaptureMarks
    private let census: any CensusSink
    private let memory: TallyMemory
    private let clock: SteadyClock
    private let kind: SourceKind
    /// What the input is read from, where that is a copy.
    private let copy: SpoolFile?
    private let state: Mutex<State>

    /// Nanoseconds after which what was read is committed, so that a crash loses no more.
    private static var patience: Int64 { 10_000_000_000 }

    init(
        _ opening: InputOpening<Reader>, name: String, lists: ListSet, census: any CensusSink, memory: TallyMemory,
        clock: @escaping SteadyClock, kind: SourceKind = .capture
    ) {
        self.kind = kind
        copy = opening.copy
        self.clock = clock
        self.name = name
        standing = opening.standing
        isAfterAnotherVersion = opening.isAfterAnotherVersion
        self.lists = lists
        marks = opening.marks
        self.census = census
        self.memory = memory
        state = Mutex(State(claim: opening.claim))
    }

    /// Over all hours of what was committed.
    var coverage: Coverage { state.withLock { $0.coverage } }

    /// Lines or blocks that could not be read.
    var problems: LogProblems { state.withLock { $0.problems } }

    /// Where the segments end, and how to read on from there; `nil` before the first.
    var reached: (position: UInt64, layout: Reader.Layout)? { state.withLock { $0.reached } }

    /// The source that was added to; `nil` while there is none.
    var source: Int64? {
        if case .continues(let source) = state.withLock({ $0.claim }) { source } else { nil }
    }

    /// Whether the segment at hand may grow, when it takes so many bytes and was begun at some time.
    func mayGrow(_ size: Int, since begin: Int64) -> Bool {
        !(memory.isFull && size >= memory.share) && clock() - begin < Self.patience
    }

    /// Adds the segment that follows, which is left without what it counted, and commits when there is enough.
    func add(_ counted: inout CountedSegment<Reader>) throws {
        try state.withLock { state in
            state.reached = (counted.end, counted.layoutAtEnd)
            state.problems.append(counted.problems)
            if state.pending != nil, memory.isFull { try commit(&state, isLast: false) }
            if state.pending == nil {
                (state.pending, state.pendingSince) = (counted.handOver(), counted.begun)
            } else {
                state.pending?.append(&counted)
            }
            let isOld = clock() - state.pendingSince >= Self.patience
            let isLarge = memory.isFull && (state.pending?.size ?? 0) >= memory.share
            if isOld || isLarge { try commit(&state, isLast: false) }
        }
    }

    /// Commits what is left.
    func finish() throws {
        try state.withLock { try commit(&$0, isLast: true) }
    }

    private func commit(_ state: inout State, isLast: Bool) throws {
        guard let counted = state.pending.take() else { return }
        let isLate = census.endsWithProcess && marks.canBeReadLater
        guard let claim = state.claim,
            let head = try isLate ? marks.identityOfFirstRecord : marks.identity(upTo: counted.end)
        else {
            // The input has got its first record since it was opened. What a capture says was lost before that waits for it.
            let isEmpty = counted.tally.coverage.values.allSatisfy { $0.seen == 0 && $0.records.isEmpty }
            guard kind == .log || isEmpty else { throw CountInterruption.overtaken }
            return
        }
        guard counted.end > counted.start || !counted.tally.coverage.isEmpty || isReplacement(claim) else { return }
        var segment = SegmentTally(
            name: name, head: head, range: counted.start..<counted.end, tail: counted.tail, tallies: [counted.tally],
            kind: kind, lists: lists)
        if isLate {
            segment.wholeHead = { [marks, end = counted.end] in try marks.identity(upTo: end) ?? head }
        } else if isLast, kind != .log {
            segment.earlierIdentity = marks.earlierIdentity(length: counted.end)
        }
        try commit(segment, as: claim, &state, isLast: isLast)
    }

    private func commit(_ segment: SegmentTally, as claim: Claim, _ state: inout State, isLast: Bool) throws {
        switch try census.commit(segment, as: claim) {
        case .added(let source):
            state.claim = .continues(source: source)
            state.coverage.merge(segment.coverage)
        case .countedEarlier(let name): throw CountInterruption.countedEarlier(name: name)
        case .overtaken:
            guard case .new = claim, kind != .log else { throw CountInterruption.overtaken }
            let new = try claimAgain(segment, isLast: isLast)
            // The same capture was counted to the same place: what follows goes on there.
            if case .continues = new {
                state.claim = new
                return
            }
            try commit(segment, as: new, &state, isLast: isLast)
        }
    }

    /// What a capture's first segment is to be added as, where others were counted that begin like it since it was opened:
    /// what it held so far can be compared with them, so that nothing has to be read again. One that is continued is counted
    /// to the segment's end.
    private func claimAgain(_ segment: SegmentTally, isLast: Bool) throws -> Claim {
        let known = try census.inputs(beginning: segment.head.beginning)
        let counted = CountedInput(
            source: 0, name: name, head: try segment.wholeHead?() ?? segment.head, position: segment.range.upperBound,
            tail: segment.tail, packets: segment.coverage.seen)
        for other in known {
            let relation = counted.relation(to: other)
            guard relation == .different || ListSet.Relation(lists, to: other.lists) != .other else {
                // Whoever opens the capture again sees to what other lists counted.
                throw CountInterruption.overtaken
            }
            switch relation {
            case .same where isLast: throw CountInterruption.countedEarlier(name: other.name)
            case .same: return .continues(source: other.source)
            case .beginning where isLast: throw CountInterruption.countedEarlier(name: other.name)
            case .beginning: throw CountInterruption.overtaken
            case .continuation: return .replaces(source: other.source, position: other.position)
            case .different: continue
            }
        }
        return .new(besides: Set(known.map(\.source)))
    }

    private func isReplacement(_ claim: Claim) -> Bool {
        if case .replaces = claim { true } else { false }
    }
}
