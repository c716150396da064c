import CensusModel
import NetworkTypes

/// Judges flows that come in their order, with what the three hours before each showed at hand.
///
/// A 5-tuple costs a trace, and a step in each of the three hours before: all go in the same order.
struct FlowWalk {
    private let rules: JudgingRules
    /// The hours whose flows are judged; those before are only looked back at.
    private let hours: HourRange
    /// Where to stop, in every hour.
    private let end: FlowTuple?
    private var current: HourTrace?
    /// That of `current`, at hand.
    private var hour: Hour?
    private var before: [HourTrace]
    /// Whether a flow log tells something of one of the hours before.
    private var isStatedBefore = false
    private var gathering = TupleGathering()
    private(set) var fragments: HeldFragments?
    /// Whether there are any, at hand.
    private var holdsFragments: Bool

    /// Where a walk has stopped: for want of memory, or at its end.
    struct Stop: Error {
        let hour: Hour
        let tuple: FlowTuple
    }

    /// - Parameters:
    ///   - before: the hours before the first one, as far as they are known.
    ///   - fragments: flows that a walk before held back.
    init(
        _ rules: JudgingRules, hours: HourRange, upTo end: FlowTuple? = nil, before: [HourTrace] = [],
        holding fragments: HeldFragments? = nil
    ) {
        (self.rules, self.hours, self.end, self.before, self.fragments) = (rules, hours, end, before, fragments)
        holdsFragments = fragments != nil
        isStatedBefore = before.contains { $0.holdsStatements }
    }

    /// Takes the next flow, and hands out those that it makes complete.
    /// - Throws: `Stop`, or what `body` throws.
    mutating func add(_ flow: FlowRecord, _ body: (JudgedFlow) throws -> Void) throws {
        if let flows = gathering.add(flow) { try take(flows, body) }
    }

    /// Takes the next flow, which is the only one of its 5-tuple and hour, and judges it in its place.
    /// - Throws: as `add`.
    mutating func add(alone flow: inout JudgedFlow, _ body: (JudgedFlow) throws -> Void) throws {
        if !gathering.isEmpty { try handOut(body) }
        let (hour, tuple) = (flow.key.hour, flow.key.tuple)
        guard !tuple.isOfFragments else { return try take(TupleFlows(first: flow.record), body) }
        let evidence = TupleEvidence(
            flow.record.fromHost, flow.record.fromOrigin, portNamed: flow.record.matchesPort)
        guard let window = try window(of: tuple, evidence, in: hour, body), !flow.record.isPruned else { return }
        let beginning = Beginning(tuple, window, services: rules.services(tuple.host))
        flow.judge(
            beginning, window, services: rules.services(tuple.host), seesOneWay: rules.seesOneWay)
        try body(flow)
    }

    /// Hands out what is held back, but fragments.
    mutating func handOut(_ body: (JudgedFlow) throws -> Void) throws {
        if let flows = gathering.takeLast() { try take(flows, body) }
    }

    /// Looks at what is known of the fragments that are held back.
    /// - Parameter end: 5-tuples from here on are not all known.
    mutating func lookAtFragments(upTo end: FlowTuple?) {
        fragments?.look(at: before + (current.map { [$0] } ?? []), upTo: end, rules)
    }

    /// Hands out the fragments that are held back.
    mutating func handOutFragments(_ body: (JudgedFlow) throws -> Void) rethrows {
        guard fragments != nil else { return }
        lookAtFragments(upTo: nil)
        let whole = fragments
        (fragments, holdsFragments) = (nil, false)
        try whole?.judge(rules, body)
    }

    private mutating func take(_ flows: TupleFlows, _ body: (JudgedFlow) throws -> Void) throws {
        let (hour, tuple) = (flows.first.key.hour, flows.first.key.tuple)
        guard let window = try window(of: tuple, flows.evidence, in: hour, body) else { return }
        if tuple.isOfFragments {
            (fragments, holdsFragments) = (HeldFragments(flows, tuple, window), true)
        } else {
            let beginning = Beginning(tuple, window, services: rules.services(tuple.host))
            try flows.judge(beginning, window, rules, body)
        }
    }

    /// Keeps what a 5-tuple showed in an hour, and adds the hours before.
    /// - Returns: `nil` where the hour is only looked back at.
    private mutating func window(
        of tuple: FlowTuple, _ evidence: TupleEvidence, in hour: Hour, _ body: (JudgedFlow) throws -> Void
    ) throws -> EvidenceWindow? {
        if let end, end <= tuple { throw Stop(hour: hour, tuple: tuple) }
        if holdsFragments, fragments?.belong(to: tuple, in: hour) == false { try handOutFragments(body) }
        if self.hour != hour { enter(hour) }
        try keep(tuple, evidence, in: hour)
        guard hours.contains(hour) else { return nil }
        return isDecided(tuple, evidence) ? EvidenceWindow(evidence) : window(of: tuple, evidence, in: hour)
    }

    /// Whether who began is decided, whatever the hours before showed: an opening of the host counts before all but what a
    /// flow log states.
    private func isDecided(_ tuple: FlowTuple, _ evidence: TupleEvidence) -> Bool {
        guard evidence.facts.contains(.hostOpened), !rules.seesOneWay, !tuple.isOfFragments else { return false }
        return !isStatedBefore
    }

    private mutating func enter(_ hour: Hour) {
        if let current { before.append(current) }
        before.removeAll { $0.hour < hour.advanced(by: -EvidenceWindow.hoursBefore) }
        for index in before.indices { before[index].rewind() }
        isStatedBefore = before.contains { $0.holdsStatements }
        current = HourTrace(of: hour)
        self.hour = hour
    }

    /// Keeps what a 5-tuple showed for the three hours behind.
    private mutating func keep(_ tuple: FlowTuple, _ evidence: TupleEvidence, in hour: Hour) throws {
        let growth = current?.growth(for: tuple, evidence) ?? 0
        if growth > 0, before.reduce(growth + (current?.size ?? 0), { $0 + $1.size }) > rules.memory {
            throw Stop(hour: hour, tuple: tuple)
        }
        current?.append(tuple, evidence)
    }

    private mutating func window(of tuple: FlowTuple, _ evidence: TupleEvidence, in hour: Hour) -> EvidenceWindow {
        var window = EvidenceWindow(evidence)
        for index in before.indices {
            guard before[index].merge(tuple, into: &window.merged) else { continue }
            window.note(before[index].hour, seenFrom: hour)
        }
        return window
    }
}
