package import CensusModel

/// Merges records of one 5-tuple and hour that come one after another: those of one class become one flow.
package struct FlowMerge {
    /// What is held back: one flow most often, and more only where a 5-tuple has several classes.
    private var held: FlowRecord?
    private var others: [FlowRecord] = []

    package init() {}

    /// Takes the next record; when it is of another 5-tuple, hands out those before.
    package mutating func add(_ flow: FlowRecord, _ body: (FlowRecord) throws -> Void) rethrows {
        guard let held, held.key.isSameTuple(as: flow.key) else {
            try handOut(body)
            self.held = flow
            return
        }
        if held.key.threatClass == flow.key.threatClass {
            self.held?.merge(flow)
        } else if let index = others.firstIndex(where: { $0.key.threatClass == flow.key.threatClass }) {
            others[index].merge(flow)
        } else {
            others.append(flow)
        }
    }

    /// Hands out what is held back, the worst class first.
    package mutating func handOut(_ body: (FlowRecord) throws -> Void) rethrows {
        guard let held else { return }
        self.held = nil
        guard !others.isEmpty else { return try body(held) }
        for flow in ([held] + others).sorted(by: { $0.key.threatClass < $1.key.threatClass }) { try body(flow) }
        others.removeAll(keepingCapacity: true)
    }
}

extension FlowKey {
    /// Whether two keys differ in nothing but the class.
    fileprivate func isSameTuple(as other: FlowKey) -> Bool {
        host == other.host && hostPort == other.hostPort && originPort == other.originPort
            && origin == other.origin && hour == other.hour && transport == other.transport
    }
}
