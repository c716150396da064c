import CensusModel
import NetworkTypes

/// The flows of non-first fragments between two ends, held back until all flows with ports between these were seen.
///
/// They come first among the flows of their protocol, and it is the others that tell who began.
struct HeldFragments {
    let tuple: FlowTuple
    let hour: Hour
    private let window: EvidenceWindow
    private let flows: TupleFlows
    /// Whether flows were found that they may belong to, and whether the host began one of these.
    private var found = (any: false, byHost: false)

    init(_ flows: TupleFlows, _ tuple: FlowTuple, _ window: EvidenceWindow) {
        (self.flows, self.tuple, self.window) = (flows, tuple, window)
        hour = flows.first.key.hour
    }

    /// Whether a 5-tuple of an hour is of the same protocol between the same ends.
    func belong(to other: FlowTuple, in hour: Hour) -> Bool {
        hour == self.hour && tuple.origin == other.origin && tuple.host == other.host
            && tuple.transport == other.transport
    }

    /// Looks at the flows with ports in some hours.
    ///
    /// - Parameters:
    ///   - hours: those of the four hours that have flows.
    ///   - end: 5-tuples from here on are not all there yet.
    mutating func look(at hours: [HourTrace], upTo end: FlowTuple?, _ rules: JudgingRules) {
        var places = hours.map { $0.firstPlace(beside: tuple) }
        while true {
            let next = zip(hours, places).map { $0.entry(at: $1, beside: tuple) }
            guard let first = next.compactMap({ $0?.tuple }).min(), end.map({ first < $0 }) ?? true else { return }
            var window = EvidenceWindow(TupleEvidence())
            for (index, entry) in next.enumerated() {
                guard let entry, entry.tuple == first else { continue }
                places[index] += 1
                window.merge(entry.evidence, of: hours[index].hour, seenFrom: hour)
            }
            note(first, window, rules)
        }
    }

    /// Fragments belong to a flow in which the side that sent them sent payload.
    private mutating func note(_ other: FlowTuple, _ window: EvidenceWindow, _ rules: JudgingRules) {
        guard !other.isOfFragments else { return }
        let (mine, others) = (self.window.merged.facts, window.merged.facts)
        let isHosts = mine.contains(.hostSent) && others.contains(.hostPayload)
        let isOrigins = mine.contains(.originSent) && others.contains(.originPayload)
        guard isHosts || isOrigins else { return }
        let beginning = Beginning(other, window, services: rules.services(other.host))
        found = (true, found.byHost || beginning.initiator == .fromHost)
    }

    /// Hands out the flows.
    func judge(_ rules: JudgingRules, _ body: (JudgedFlow) throws -> Void) rethrows {
        let beginning =
            found.any
            ? Beginning(found.byHost ? .fromHost : .fromOrigin, by: .fragments)
            : Beginning(tuple, window, services: rules.services(tuple.host))
        try flows.judge(beginning, window, rules, body)
    }
}

extension TupleFlows {
    /// Hands out the flows that were not pruned.
    func judge(
        _ beginning: Beginning, _ window: EvidenceWindow, _ rules: JudgingRules, _ body: (JudgedFlow) throws -> Void
    ) rethrows {
        try forEach { flow in
            guard !flow.isPruned else { return }
            try body(
                JudgedFlow(
                    flow, beginning, window, services: rules.services(flow.key.host), seesOneWay: rules.seesOneWay))
        }
    }
}

extension EvidenceWindow {
    /// Adds what the 5-tuple showed in one of the four hours.
    /// - Parameter last: the hour that is judged.
    mutating func merge(_ evidence: TupleEvidence, of hour: Hour, seenFrom last: Hour) {
        merged.merge(evidence)
        note(hour, seenFrom: last)
    }

    /// Notes that the 5-tuple was there in one of the four hours.
    mutating func note(_ hour: Hour, seenFrom last: Hour) {
        if hour == last.advanced(by: -Self.hoursBefore) { reachesOldestHour = true }
    }
}
