package import CensusModel

/// Merges records of one 5-tuple and hour that come one after another: those of one class become one flow.
package struct FlowMerge {
    /// What is held back: one flow most often, and more only where a 5-tuple has several classes.
    private var held: Held?
    private var others: [Held] = []

    /// A flow, of which what several exporters tell is compared when all of it is there.
    private struct Held {
        private var flow: FlowRecord
        private var isSettled = true

        init(_ flow: FlowRecord) {
            self.flow = flow
        }

        var key: FlowKey { flow.key }

        /// Whether a record of the same 5-tuple and hour belongs to the flow. What was pruned stays apart.
        func isSameFlow(as other: FlowRecord) -> Bool {
            flow.key.threatClass == other.key.threatClass && flow.isPruned == other.isPruned
        }

        mutating func gather(_ other: FlowRecord) {
            flow.gather(other)
            isSettled = false
        }

        consuming func settled() -> FlowRecord {
            if !isSettled { flow.settle() }
            return flow
        }
    }

    package init() {}

    /// Whether nothing is held back.
    package private(set) var isEmpty = true

    /// Takes the next record; when it is of another 5-tuple, hands out those before.
    package mutating func add(_ flow: FlowRecord, _ body: (FlowRecord) throws -> Void) rethrows {
        guard held?.key.isSameTuple(as: flow.key) ?? false else {
            try handOut(body)
            held = Held(flow)
            isEmpty = false
            return
        }
        if held?.isSameFlow(as: flow) ?? false {
            held?.gather(flow)
        } else if let index = others.firstIndex(where: { $0.isSameFlow(as: flow) }) {
            others[index].gather(flow)
        } else {
            others.append(Held(flow))
        }
    }

    /// Hands out what is held back, the worst class first.
    package mutating func handOut(_ body: (FlowRecord) throws -> Void) rethrows {
        guard let held else { return }
        self.held = nil
        isEmpty = true
        guard !others.isEmpty else { return try body(held.settled()) }
        for flow in ([held] + others).sorted(by: { $0.key.threatClass < $1.key.threatClass }) {
            try body(flow.settled())
        }
        others.removeAll(keepingCapacity: true)
    }
}
