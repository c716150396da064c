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
    ///   - part: what a thread begins with.
    ///   - add: takes the next flow of a stretch, on any thread.
    ///   - seal: is called on the same thread when a part has all its flows.
    ///   - split: takes what is complete of a part that has become large, for `take`; `nil` while it is small.
    ///   - take: takes what came of a stretch, in the order of stretches, on the caller's thread.
    ///   - takeOne: takes the next flow where there are no stretches, on the caller's thread.
    func forEachPart<Part: Sendable>(
        of source: any FlowSource, _ filter: FlowFilter, beginningWith part: Part,
        add: @escaping @Sendable (JudgedFlow, inout Part) -> Void,
        seal: @escaping @Sendable (inout Part) -> Void = { _ in },
        split: @escaping @Sendable (inout Part) -> Part? = { _ in nil },
        take: (Part) throws -> Void, takeOne: (JudgedFlow) throws -> Void
    ) throws {
        if let source = source as? any StretchedFlowSource, OrderedWork.threads > 1,
            try inStretches(source, filter, part, add, seal, split, take)
        {
            return
        }
        try FlowJudge(source, rules).forEachFlow(filter, takeOne)
    }

    private func inStretches<Part: Sendable>(
        _ source: any StretchedFlowSource, _ filter: FlowFilter, _ part: Part,
        _ add: @escaping @Sendable (JudgedFlow, inout Part) -> Void,
        _ seal: @escaping @Sendable (inout Part) -> Void, _ split: @escaping @Sendable (inout Part) -> Part?,
        _ take: (Part) throws -> Void
    ) throws -> Bool {
        try OrderedWork.run { body in
            try source.forEachStretch(filter, lookingBack: EvidenceWindow.hoursBefore, body)
        } inPieces: { stretch, hand in
            var part = part
            var flows = 0
            try forEachFlow(of: stretch, filter) { flow in
                add(flow, &part)
                flows += 1
                if flows.isMultiple(of: Self.flowsBetweenSplits), let complete = split(&part) { try hand(complete) }
            }
            seal(&part)
            try hand(part)
        } take: {
            try take($0)
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
