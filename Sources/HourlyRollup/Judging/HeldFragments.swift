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

    /// Whether all that tells who began them was there before a 5-tuple of an hour: it is of another protocol, between other ends, or of a
    /// later hour.
    func areComplete(before other: FlowTuple, in hour: Hour) -> Bool {
        guard hour == self.hour else { return hour > self.hour }
        return tuple.origin != other.origin || tuple.host != other.host || tuple.transport != other.transport
    }

    /// Takes what a 5-tuple of the same protocol between the same ends showed. Fragments belong to a flow in which the side that sent
    /// them sent payload.
    mutating func note(_ other: FlowTuple, _ window: EvidenceWindow, _ rules: JudgingRules) {
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
