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
    /// That of `hour`.
    private var current = HourTrace(of: Hour(index: .min))
    /// The hour of the flow before; `nil` before the first.
    private var hour: Hour?
    /// Whether the flows of `hour` are judged.
    private var isJudged = false
    private var before: [HourTrace]
    /// At `before`, from `hour`.
    private var places = LookBack()
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
        let shown = ShownEvidence(flow.record.fromHost, flow.record.fromOrigin, portNamed: flow.record.matchesPort)
        let key = try keep(tuple, shown, in: hour, body)
        guard isJudged, !flow.record.isPruned else { return }
        var (seen, told) = (shown, [ToldTimes]())
        let reachesOldestHour = lookBack(at: tuple, key, &seen, &told)
        let window = EvidenceWindow(TupleEvidence(seen, told: told), reachesOldestHour: reachesOldestHour)
        let beginning = Beginning.decided(tuple, window) { rules.services(tuple.host) }
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
        fragments?.look(at: hour == nil ? before : before + [current], upTo: end, rules)
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
        let evidence = flows.evidence
        let key = try keep(tuple, evidence.shown, times: evidence.told, in: hour, body)
        guard isJudged else { return }
        var (seen, told) = (evidence.shown, evidence.told)
        let reachesOldestHour = lookBack(at: tuple, key, &seen, &told)
        let window = EvidenceWindow(TupleEvidence(seen, told: told), reachesOldestHour: reachesOldestHour)
        if tuple.isOfFragments {
            (fragments, holdsFragments) = (HeldFragments(flows, tuple, window), true)
        } else {
            let beginning = Beginning(tuple, window, services: rules.services(tuple.host))
            try flows.judge(beginning, window, rules, body)
        }
    }

    /// Keeps what a 5-tuple showed in an hour for the three hours behind it.
    /// - Returns: what to look for in the hours before.
    @inline(__always)
    private mutating func keep(
        _ tuple: FlowTuple, _ shown: ShownEvidence, times: [ToldTimes] = [], in hour: Hour,
        _ body: (JudgedFlow) throws -> Void
    ) throws -> TraceKey {
        if let end, end <= tuple { throw Stop(hour: hour, tuple: tuple) }
        if holdsFragments, fragments?.belong(to: tuple, in: hour) == false { try handOutFragments(body) }
        if self.hour != hour { enter(hour) }
        let key = TraceKey(tuple)
        let growth = current.growth(for: key, times: times.count)
        if growth > 0, before.reduce(growth + current.size, { $0 + $1.size }) > rules.memory {
            throw Stop(hour: hour, tuple: tuple)
        }
        current.append(key, shown)
        if !times.isEmpty { current.append(times, of: key) }
        return key
    }

    /// Adds what a 5-tuple showed in the three hours before.
    ///
    /// - Parameters:
    ///   - shown: what packets showed of it in the hour, and what flow logs state.
    ///   - told: the times that exporters tell of it in the hour.
    /// - Returns: whether it was there in the oldest hour.
    @inline(__always)
    private mutating func lookBack(
        at tuple: FlowTuple, _ key: TraceKey, _ shown: inout ShownEvidence, _ told: inout [ToldTimes]
    ) -> Bool {
        guard !isDecided(tuple, shown.facts) else { return false }
        if places.holdsStatements { places.addToldTimes(of: key, to: &told) }
        return places.merge(key, into: &shown)
    }

    /// Whether who began is decided, whatever the hours before showed: an opening of the host counts before all but what a
    /// flow log states.
    private func isDecided(_ tuple: FlowTuple, _ facts: TupleEvidence.Facts) -> Bool {
        guard facts.contains(.hostOpened), !rules.seesOneWay, !tuple.isOfFragments else { return false }
        return !places.holdsStatements
    }

    private mutating func enter(_ hour: Hour) {
        if self.hour != nil { before.append(current) }
        before.removeAll { $0.hour < hour.advanced(by: -EvidenceWindow.hoursBefore) }
        places = LookBack(from: hour, at: before)
        current = HourTrace(of: hour)
        (self.hour, isJudged) = (hour, hours.contains(hour))
    }
}
