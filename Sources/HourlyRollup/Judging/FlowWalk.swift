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
    private var holdsFragments: Bool {
        didSet { notePlainHour() }
    }
    /// The hour, where flows of IPv4 go on in it with nothing to be done but to look back at packets.
    private var plainHour: Hour?

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
    ///
    /// Nothing of a flow is copied here, and no reference counted: what a flow costs beside its counting is most of what looking
    /// back costs.
    /// - Throws: as `add`.
    mutating func add(alone flow: inout JudgedFlow, _ body: (JudgedFlow) throws -> Void) throws {
        let ports = TuplePorts(
            flow.record.key.transport, flow.record.key.hostPort, flow.record.key.originPort)
        guard flow.record.key.hour == plainHour, flow.record.reports.isEmpty, gathering.isEmpty,
            !ports.areOfFragments, case .v4(let origin) = flow.record.key.origin,
            case .v4(let host) = flow.record.key.host
        else { return try add(anyAlone: &flow, ports, body) }
        var shown = ShownEvidence(
            flow.record.fromHost, flow.record.fromOrigin, portNamed: flow.record.matchesPort)
        let key = TupleWords4(origin: origin, host: host, ports)
        let growth = current.v4.shown.growth
        if growth > 0 { try checkMemory(growth, flow.record.key.tuple) }
        current.append(key, shown)
        guard isJudged, !flow.record.isPruned else { return }
        let reachesOldestHour = isDecided(shown.facts) ? false : places.merge(key, into: &shown)
        let beginning = Beginning.decided(
            ports, shown, reachesOldestHour: reachesOldestHour, { rules.services(.v4(host)) }, bySYN: { nil },
            byTimes: { nil })
        flow.judge(beginning, shown.facts, services: rules.services(.v4(host)), seesOneWay: rules.seesOneWay)
        try body(flow)
    }

    /// As `add(alone:)`, for flows of IPv6, of fragments, of flow logs and beside those, and the first one of an hour.
    private mutating func add(
        anyAlone flow: inout JudgedFlow, _ ports: TuplePorts, _ body: (JudgedFlow) throws -> Void
    ) throws {
        if !gathering.isEmpty { try handOut(body) }
        guard !ports.areOfFragments else { return try take(TupleFlows(first: flow.record), body) }
        let tuple = flow.record.key.tuple
        if mustPrepare(for: flow.record.key.hour) { try prepare(for: tuple, in: flow.record.key.hour, body) }
        var evidence = TupleEvidence(flow.record)
        let key = try keep(tuple, evidence)
        guard isJudged, !flow.record.isPruned else { return }
        let reachesOldestHour = lookBack(at: key, &evidence, isOfFragments: false)
        let beginning = Beginning.decided(ports, evidence, reachesOldestHour: reachesOldestHour) {
            rules.services(tuple.host)
        }
        flow.judge(
            beginning, evidence.facts, services: rules.services(tuple.host), seesOneWay: rules.seesOneWay)
        try body(flow)
    }

    /// Hands out what is held back, but fragments.
    mutating func handOut(_ body: (JudgedFlow) throws -> Void) throws {
        if let flows = gathering.takeLast() { try take(flows, body) }
    }

    /// What the last hours showed.
    var traces: [HourTrace] { hour == nil ? before : before + [current] }

    /// Looks at what is known of the fragments that are held back.
    /// - Parameter end: 5-tuples from here on are not all known.
    mutating func lookAtFragments(upTo end: FlowTuple?) {
        let traces = traces
        fragments?.look(at: traces, upTo: end, rules)
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
        var evidence = flows.evidence
        if mustPrepare(for: hour) { try prepare(for: tuple, in: hour, body) }
        let key = try keep(tuple, evidence)
        guard isJudged else { return }
        let reachesOldestHour = lookBack(at: key, &evidence, isOfFragments: tuple.isOfFragments)
        let window = EvidenceWindow(evidence, reachesOldestHour: reachesOldestHour)
        if tuple.isOfFragments {
            (fragments, holdsFragments) = (HeldFragments(flows, tuple, window), true)
        } else {
            let beginning = Beginning(tuple, window, services: rules.services(tuple.host))
            try flows.judge(beginning, window, rules, body)
        }
    }

    /// Whether something is to be done before a 5-tuple of an hour is taken: seldom.
    private func mustPrepare(for hour: Hour) -> Bool {
        self.hour != hour || holdsFragments || end != nil
    }

    /// Stops at the end, hands out fragments that are complete, and enters the next hour.
    private mutating func prepare(
        for tuple: FlowTuple, in hour: Hour, _ body: (JudgedFlow) throws -> Void
    ) throws {
        if let end, end <= tuple { throw Stop(hour: hour, tuple: tuple) }
        if holdsFragments, fragments?.belong(to: tuple, in: hour) == false { try handOutFragments(body) }
        if self.hour != hour { enter(hour) }
    }

    /// Keeps what a 5-tuple showed in the hour for the three hours behind it.
    /// - Returns: what to look for in the hours before.
    private mutating func keep(_ tuple: FlowTuple, _ evidence: TupleEvidence) throws -> TraceKey {
        let key = TraceKey(tuple)
        let growth = current.growth(for: key, evidence)
        if growth > 0 { try checkMemory(growth, tuple) }
        current.append(key, evidence)
        return key
    }

    private mutating func checkMemory(_ growth: Int, _ tuple: FlowTuple) throws {
        if before.reduce(growth + current.size, { $0 + $1.size }) > rules.memory {
            throw Stop(hour: current.hour, tuple: tuple)
        }
    }

    /// Adds what a 5-tuple showed in the three hours before to what it showed in the hour.
    /// - Returns: whether it was there in the oldest hour.
    private mutating func lookBack(at key: TraceKey, _ evidence: inout TupleEvidence, isOfFragments: Bool) -> Bool {
        guard isOfFragments || !isDecided(evidence.facts) else { return false }
        return places.merge(key, into: &evidence, isOfFragments: isOfFragments)
    }

    /// Whether who began is decided, whatever the hours before showed: an opening of the host counts before all but what a
    /// flow log states.
    @inline(__always)
    private func isDecided(_ facts: TupleEvidence.Facts) -> Bool {
        facts.contains(.hostOpened) && !rules.seesOneWay && !places.holdsStatements
    }

    private mutating func enter(_ hour: Hour) {
        if self.hour != nil { before.append(current) }
        before.removeAll { $0.hour < hour.advanced(by: -EvidenceWindow.hoursBefore) }
        places = LookBack(from: hour, at: before)
        current = HourTrace(of: hour)
        (self.hour, isJudged) = (hour, hours.contains(hour))
        notePlainHour()
    }

    private mutating func notePlainHour() {
        plainHour = end == nil && !holdsFragments && !places.holdsTimes ? hour : nil
    }
}
