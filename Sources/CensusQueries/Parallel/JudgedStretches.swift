import CensusModel
import HourlyRollup
import NetworkTypes

/// Judges the flows of a source stretch by stretch, on several threads where the source can be read so, else on the caller's.
struct JudgedStretches: Sendable {
    let rules: JudgingRules
    let memory: DayMemory?

    /// - Parameter memory: where what came of each day is kept; `nil` where every question reads all.
    init(_ rules: JudgingRules, keeping memory: DayMemory? = nil) {
        (self.rules, self.memory) = (rules, memory)
    }

    /// - Parameters:
    ///   - order: the one in which stretches may come.
    ///   - part: what a thread begins with.
    ///   - add: takes the next flow of a stretch, on any thread.
    ///   - seal: is called on the same thread when a part has all its flows.
    ///   - split: takes what is complete of a part that has become large, for `take`; `nil` while it is small.
    ///   - take: takes what came of a stretch, in the order of stretches, on the caller's thread.
    ///   - takeOne: takes the next flow where there are no stretches, on the caller's thread.
    func forEachPart<Part: Sendable>(
        of source: any FlowSource, _ filter: FlowFilter, inOrder order: StretchOrder = .hours,
        beginningWith part: Part, add: @escaping @Sendable (JudgedFlow, inout Part) -> Void,
        seal: @escaping @Sendable (inout Part) -> Void = { _ in },
        split: @escaping @Sendable (inout Part) -> Part? = { _ in nil },
        take: (Part) throws -> Void, takeOne: (JudgedFlow) throws -> Void
    ) throws {
        if let source = source as? any StretchedFlowSource, OrderedWork.threads > 1,
            try inStretches(source, filter, order, part, add, seal, split, take)
        {
            return
        }
        try FlowJudge(source, rules).forEachFlow(filter, takeOne)
    }

    private func inStretches<Part: Sendable>(
        _ source: any StretchedFlowSource, _ filter: FlowFilter, _ order: StretchOrder, _ part: Part,
        _ add: @escaping @Sendable (JudgedFlow, inout Part) -> Void,
        _ seal: @escaping @Sendable (inout Part) -> Void, _ split: @escaping @Sendable (inout Part) -> Part?,
        _ take: (Part) throws -> Void
    ) throws -> Bool {
        try OrderedWork.run { body in
            try source.forEachStretch(filter, lookingBack: EvidenceWindow.hoursBefore, inOrder: order, body)
        } isBesideNext: { stretch in
            stretch.beside.map { !$0.isLast } ?? false
        } inPieces: { stretch, hand in
            var pieces = StretchPieces(of: stretch, part, seal)
            var flows = 0
            try forEachFlow(of: stretch, filter) { flow in
                try pieces.enter(flow.record.key.hour, hand)
                add(flow, &pieces.part)
                flows += 1
                if flows.isMultiple(of: Self.flowsBetweenSplits), let complete = split(&pieces.part) {
                    try hand(StretchPiece(complete))
                }
            }
            try pieces.finish(hand)
        } take: {
            try take($0.part)
        } endsRound: {
            $0.endsHour
        }
    }

    private static var flowsBetweenSplits: Int { 1_024 }

    /// Judges the flows of a stretch, on any thread.
    func forEachFlow(of stretch: FlowStretch, _ filter: FlowFilter, _ body: (JudgedFlow) throws -> Void) throws {
        var (rules, own) = (rules, filter)
        rules.memory /= OrderedWork.threads
        own.hours = stretch.hours
        own.origins = stretch.origins ?? own.origins
        try FlowJudge(stretch.flows, rules).forEachFlow(own, body)
    }
}

/// What came of some flows of a stretch.
private struct StretchPiece<Part: Sendable>: Sendable {
    let part: Part
    /// Whether these are the last ones of an hour of several that are beside each other.
    var endsHour = false

    init(_ part: Part) {
        self.part = part
    }
}

/// Makes a part of each hour of a stretch that is beside others, and one of any other stretch.
private struct StretchPieces<Part: Sendable> {
    var part: Part
    private let empty: Part
    private let seal: (inout Part) -> Void
    /// The hours of which parts are still to come.
    private var hours: ArraySlice<Hour>

    init(of stretch: FlowStretch, _ empty: Part, _ seal: @escaping (inout Part) -> Void) {
        (part, self.empty, self.seal) = (empty, empty, seal)
        hours = (stretch.beside?.hours ?? [])[...]
    }

    /// Hands on the parts of the hours before one.
    @inline(__always)
    mutating func enter(_ hour: Hour, _ hand: (StretchPiece<Part>) throws -> Void) throws {
        while let first = hours.first, first < hour { try end(hand) }
    }

    /// Hands on what is left.
    mutating func finish(_ hand: (StretchPiece<Part>) throws -> Void) throws {
        if hours.isEmpty { return try end(hand) }
        while !hours.isEmpty { try end(hand) }
    }

    private mutating func end(_ hand: (StretchPiece<Part>) throws -> Void) throws {
        seal(&part)
        var piece = StretchPiece(part)
        part = empty
        piece.endsHour = hours.popFirst() != nil
        try hand(piece)
    }
}
