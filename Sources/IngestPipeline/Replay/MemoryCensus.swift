import CensusModel
import HourlyRollup
import NetworkTypes
import Runtime
import Synchronization

/// A census that ends with the process. Beyond the memory that it may take it goes to a store in the folder for
/// temporary files, which is removed when the census is.
final class MemoryCensus: CensusSink {
    private struct State {
        var tally: HourlyTally
        var captures: [CountedInput] = []
        /// What finds out the whole heads of captures of which the first record alone is known, by their source.
        var wholeHeads: [Int64: @Sendable () throws -> SourceIdentity] = [:]
        var overflow: TemporaryStore?

        var isEmpty: Bool { tally.flowCount == 0 && tally.coverage.isEmpty }
    }

    /// Each whole head that is left for later keeps a file open.
    private static let mostLateHeads = 128

    private let empty: HourlyTally
    private let memory: TallyMemory
    private let stores: any StoreOpener
    private let taken: TakenMemory
    private let state: Mutex<State>

    /// - Parameters:
    ///   - empty: a tally of the watchlist in use.
    ///   - stores: opens the store for what memory does not hold.
    init(_ empty: HourlyTally, memory: TallyMemory, overflowingInto stores: any StoreOpener) {
        self.empty = empty
        self.memory = memory
        self.stores = stores
        taken = TakenMemory(memory)
        state = Mutex(State(tally: empty))
    }

    func earlierName(ofInput identity: String) -> String? { nil }

    func inputs(beginning: [UInt8]) throws -> [CountedInput] {
        try state.withLock { state in
            let alike = state.captures.filter { $0.head.beginning == beginning }.map(\.source)
            for source in alike { try Self.completeHead(of: source, &state) }
            return alike.map { state.captures[Int($0)] }.sorted { $0.position > $1.position }
        }
    }

    var replacesInputs: Bool { false }

    var endsWithProcess: Bool { true }

    func commit(_ segment: SegmentTally, as claim: Claim) throws -> CommitOutcome {
        try state.withLock { state in
            guard let source = Self.source(of: claim, segment, state.captures) else { return .overtaken }
            try add(segment.tallies, to: &state)
            let before = source < state.captures.count ? state.captures[source] : nil
            let counted = CountedInput(
                source: Int64(source), name: segment.name, head: segment.head,
                position: segment.range.upperBound, tail: segment.tail,
                packets: (before?.packets ?? 0) + segment.coverage.seen, lists: segment.lists.map { [$0] } ?? [],
                kind: segment.kind)
            if before == nil { state.captures.append(counted) } else { state.captures[source] = counted }
            state.wholeHeads[counted.source] = segment.wholeHead
            if state.wholeHeads.count > Self.mostLateHeads, let first = state.wholeHeads.keys.min() {
                try Self.completeHead(of: first, &state)
            }
            return .added(source: counted.source)
        }
    }

    private static func completeHead(of source: Int64, _ state: inout State) throws {
        guard let wholeHead = state.wholeHeads[source] else { return }
        state.captures[Int(source)].head = try wholeHead()
        state.wholeHeads[source] = nil
    }

    /// The number that a segment is to be added under; `nil` where the claim does not hold. Nothing is replaced: a census
    /// that begins with the process has no count from before.
    private static func source(
        of claim: Claim, _ segment: SegmentTally, _ captures: [CountedInput]
    ) -> Int? {
        switch claim {
        case .new(let others):
            let there = captures.filter { $0.head.beginning == segment.head.beginning }.map(\.source)
            return others.isSuperset(of: there) ? captures.count : nil
        case .continues(let source):
            let index = Int(source)
            return captures[index].position == segment.range.lowerBound ? index : nil
        case .replaces: return nil
        }
    }

    private func add(_ tallies: [any FlowTally], to state: inout State) throws {
        let size = tallies.reduce(0) { $0 + $1.size }
        // The segment is counted already, and once more when it is merged; the first one is only taken over.
        if state.overflow == nil, !state.isEmpty, memory.isFull(with: size) {
            let overflow = try TemporaryStore(stores)
            try overflow.add([state.tally])
            (state.overflow, state.tally) = (overflow, empty)
            taken.update(0)
        }
        if let overflow = state.overflow { return try overflow.add(tallies) }
        for tally in tallies {
            if state.isEmpty, let tally = tally as? HourlyTally {
                state.tally = tally
            } else {
                state.tally.merge(any: tally)
            }
        }
        taken.update(state.tally.size)
    }
}

extension MemoryCensus: StretchedFlowSource, LoneFlowSource {
    func forEachStretch(
        _ filter: FlowFilter, lookingBack hours: Int32, inOrder order: StretchOrder,
        _ body: (FlowStretch) throws -> Void
    ) throws -> Bool {
        guard let source = flows as? any StretchedFlowSource else { return false }
        return try source.forEachStretch(filter, lookingBack: hours, inOrder: order, body)
    }

    private var flows: any FlowSource {
        state.withLock { $0.overflow.map { $0.store as any FlowSource } ?? $0.tally }
    }

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try flows.forEachFlow(filter, body)
    }

    func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        guard let source = flows as? any LoneFlowSource else { return try flows.forEachFlow(filter, body) }
        try source.forEachFlow(filter, alone: alone, body)
    }

    func coverage(in hours: HourRange) throws -> [Hour: Coverage] {
        try flows.coverage(in: hours)
    }
}
