import CensusModel
import NetworkTypes

/// Judges flows that come in their order, with what the three hours before each showed at hand.
///
/// A 5-tuple costs a trace, which has all that it showed in these hours.
struct FlowWalk {
    private let rules: JudgingRules
    /// The hours whose flows are judged; those before are only looked back at.
    private let hours: HourRange
    /// Where to stop, in every hour.
    private var end: FlowTuple?
    /// Bytes that traces may take.
    private var memory: Int
    /// What the last hours showed.
    private(set) var traces: HourTraces
    /// Whether the flows of the hour at hand are judged.
    private var isJudged = false
    private var gathering = TupleGathering()
    private(set) var fragments: HeldFragments?
    /// Whether there are any, at hand.
    private var holdsFragments: Bool {
        didSet { notePlainHour() }
    }
    /// The hour of the flow before; `nil` before the first.
    private var hour: Hour?
    /// The same, where flows go on in it with nothing to be done but to look back.
    private var plainHour: Hour?

    /// Where a walk has stopped: for want of memory, or at its end.
    struct Stop: Error {
        let hour: Hour
        let tuple: FlowTuple
    }

    /// - Parameters:
    ///   - traces: of the hours before the first one, as far as they are known.
    ///   - fragments: flows that a walk before held back.
    init(
        _ rules: JudgingRules, hours: HourRange, after traces: HourTraces = HourTraces(),
        holding fragments: HeldFragments? = nil
    ) {
        (self.rules, self.hours, self.traces, self.fragments) = (rules, hours, traces, fragments)
        (memory, holdsFragments) = (rules.memory, fragments != nil)
        self.traces.keepsPassed = holdsFragments
    }

    /// Goes no further than to a 5-tuple in the hours that come, and leaves what it held of the last one.
    mutating func limit(to end: FlowTuple?, memory: Int) {
        (self.end, self.memory, gathering) = (end, memory, TupleGathering())
        notePlainHour()
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
        let (hostFirst, originFirst) = (
            flow.record.fromHost.firstNanoseconds, flow.record.fromOrigin.firstNanoseconds
        )
        guard flow.record.key.hour == plainHour, !ports.areOfFragments, gathering.isEmpty,
            traces.isClearOfEnds(min(hostFirst, originFirst)), let teller = teller(of: flow.record.reports)
        else { return try add(anyAlone: &flow, ports, body) }
        var facts = TupleEvidence.Facts(
            flow.record.fromHost, flow.record.fromOrigin, portNamed: flow.record.matchesPort)
        if teller > 0 { facts.note(statementsOf: flow.record.fromHost, flow.record.fromOrigin) }
        var own = ShownHours(facts, host: hostFirst, origin: originFirst, teller: teller)
        if teller > 0 { own.noteSYNs(of: flow.record.fromHost.tcpFlags, flow.record.fromOrigin.tcpFlags) }
        let hours: ShownHours
        if case .v4(let origin) = flow.record.key.origin, case .v4(let host) = flow.record.key.host {
            if traces.v4.hasGrown { try checkMemory(flow.record.key.tuple) }
            hours = traces.v4.take(TupleWords4(origin: origin, host: host, ports), own)
        } else {
            hours = try takeOther(flow.record.key.origin, flow.record.key.host, ports, own)
        }
        guard isJudged, !flow.record.isPruned else { return }
        guard hours.isOfOneTeller else { return try judge(&flow, ports, hours, body) }
        let (merged, host) = (hours.merged, flow.record.key.host)
        let beginning = Beginning.decided(
            ports, merged, { rules.services(host) }, bySYN: { hours.earlierEndBySYN },
            byTimes: { hours.clearlyEarlierEnd })
        flow.judge(beginning, merged, services: rules.services(host), seesOneWay: rules.seesOneWay)
        try body(flow)
    }

    /// Takes a 5-tuple with an end of IPv6.
    @inline(never)
    private mutating func takeOther(
        _ origin: IPAddress, _ host: IPAddress, _ ports: TuplePorts, _ own: ShownHours
    ) throws -> ShownHours {
        if traces.other.hasGrown { try checkMemory(FlowTuple(origin: origin, host: host, ports)) }
        return traces.other.take(TupleWords6(origin: origin, host: host, ports), own)
    }

    /// The number of who tells of a flow; `nil` where it is not a single one.
    @inline(__always)
    private mutating func teller(of reports: [FlowReport]) -> UInt8? {
        if reports.isEmpty { return 0 }
        return reports.count == 1 ? traces.teller(reports[0].exporter) : nil
    }

    /// As `add(alone:)`, for flows of fragments, of several exporters, at an end of their hour, and the first one of an hour.
    @inline(never)
    private mutating func add(
        anyAlone flow: inout JudgedFlow, _ ports: TuplePorts, _ body: (JudgedFlow) throws -> Void
    ) throws {
        if !gathering.isEmpty { try handOut(body) }
        guard !ports.areOfFragments else { return try take(TupleFlows(first: flow.record), body) }
        let tuple = flow.record.key.tuple
        try prepare(for: tuple, in: flow.record.key.hour, body)
        let hours = traces.take(tuple, TupleEvidence(flow.record))
        guard isJudged, !flow.record.isPruned else { return }
        try judge(&flow, ports, hours, body)
    }

    /// Judges a flow by what is kept of it in full.
    @inline(never)
    private func judge(
        _ flow: inout JudgedFlow, _ ports: TuplePorts, _ hours: ShownHours, _ body: (JudgedFlow) throws -> Void
    ) throws {
        let (window, host) = (traces.window(flow.record.key.tuple, hours), flow.record.key.host)
        let beginning = Beginning.decided(ports, window) { rules.services(host) }
        flow.judge(
            beginning, window.merged.facts, services: rules.services(host), seesOneWay: rules.seesOneWay)
        try body(flow)
    }

    /// Hands out what is held back, but fragments.
    mutating func handOut(_ body: (JudgedFlow) throws -> Void) throws {
        if let flows = gathering.takeLast() { try take(flows, body) }
    }

    /// Looks at what is known of the fragments that are held back.
    /// - Parameter end: 5-tuples from here on are not all known.
    mutating func lookAtFragments(upTo end: FlowTuple?) {
        guard var held = fragments else { return }
        traces.forEach(beside: held.tuple) { tuple, window in
            if end.map({ tuple < $0 }) ?? true { held.note(tuple, window, rules) }
        }
        fragments = held
    }

    /// Hands out the fragments that are held back.
    mutating func handOutFragments(_ body: (JudgedFlow) throws -> Void) rethrows {
        guard fragments != nil else { return }
        lookAtFragments(upTo: nil)
        let whole = fragments
        fragments = nil
        (holdsFragments, traces.keepsPassed) = (false, false)
        try whole?.judge(rules, body)
    }

    private mutating func take(_ flows: TupleFlows, _ body: (JudgedFlow) throws -> Void) throws {
        let tuple = flows.first.key.tuple
        try prepare(for: tuple, in: flows.first.key.hour, body)
        let hours = traces.take(tuple, flows.evidence)
        guard isJudged else { return }
        let window = traces.window(tuple, hours)
        if tuple.isOfFragments {
            fragments = HeldFragments(flows, tuple, window)
            (holdsFragments, traces.keepsPassed) = (true, true)
        } else {
            let beginning = Beginning(tuple, window, services: rules.services(tuple.host))
            try flows.judge(beginning, window, rules, body)
        }
    }

    /// Stops at the end or for want of memory, hands out fragments that are complete, and enters the next hour.
    private mutating func prepare(
        for tuple: FlowTuple, in hour: Hour, _ body: (JudgedFlow) throws -> Void
    ) throws {
        if let end, end <= tuple { throw Stop(hour: hour, tuple: tuple) }
        if holdsFragments, fragments?.areComplete(before: tuple, in: hour) == true { try handOutFragments(body) }
        if self.hour != hour { enter(hour) }
        if traces.hasGrown { try checkMemory(tuple) }
    }

    @inline(never)
    private mutating func checkMemory(_ tuple: FlowTuple) throws {
        traces.hasGrown = false
        if let hour, traces.size > memory { throw Stop(hour: hour, tuple: tuple) }
    }

    private mutating func enter(_ hour: Hour) {
        traces.advance(to: hour, within: memory)
        (self.hour, isJudged) = (hour, hours.contains(hour))
        notePlainHour()
    }

    private mutating func notePlainHour() {
        plainHour = end == nil && !holdsFragments ? hour : nil
    }
}
