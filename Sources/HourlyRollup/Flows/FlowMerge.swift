package import CensusModel

/// Merges records of one 5-tuple and hour that come one after another: those of one class become one flow.
package struct FlowMerge {
    /// What is held back: one flow most often, and more only where a 5-tuple has several classes.
    private var held: FlowRecord?
    private var others: [FlowRecord] = []

    package init() {}

    /// Whether nothing is held back.
    package private(set) var isEmpty = true

    /// Takes the next record; when it is of another 5-tuple, hands out those before.
    package mutating func add(_ flow: FlowRecord, _ body: (FlowRecord) throws -> Void) rethrows {
        guard let held, held.key.isSameTuple(as: flow.key) else {
            try handOut(body)
            self.held = flow
            isEmpty = false
            return
        }
        if held.isSameFlow(as: flow) {
            self.held?.merge(flow)
        } else if let index = others.firstIndex(where: { $0.isSameFlow(as: flow) }) {
            others[index].merge(flow)
        } else {
            others.append(flow)
        }
    }

    /// Hands out what is held back, the worst class first.
    package mutating func handOut(_ body: (FlowRecord) throws -> Void) rethrows {
        guard let held else { return }
        self.held = nil
        isEmpty = true
        guard !others.isEmpty else { return try body(held) }
        for flow in ([held] + others).sorted(by: { $0.key.threatClass < $1.key.threatClass }) { try body(flow) }
        others.removeAll(keepingCapacity: true)
    }
}

extension FlowRecord {
    /// Whether two records of one 5-tuple and hour belong to one flow. What was pruned stays apart.
    fileprivate func isSameFlow(as other: FlowRecord) -> Bool {
        key.threatClass == other.key.threatClass && isPruned == other.isPruned
    }
}
