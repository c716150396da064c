/// Merges records of one 5-tuple and hour that come one after another: those of one class become one flow.
package struct FlowMerge {
    private var flows: [FlowRecord] = []

    package init() {}

    /// Takes the next record; when it is of another 5-tuple, hands out those before.
    package mutating func add(_ flow: FlowRecord, _ body: (FlowRecord) throws -> Void) rethrows {
        if let first = flows.first, !first.key.isSameTuple(as: flow.key) { try handOut(body) }
        if let index = flows.firstIndex(where: { $0.key == flow.key }) {
            flows[index].merge(flow)
        } else {
            flows.append(flow)
        }
    }

    /// Hands out what is held back, the worst class first.
    package mutating func handOut(_ body: (FlowRecord) throws -> Void) rethrows {
        if flows.count > 1 { flows.sort { $0.key.threatClass < $1.key.threatClass } }
        for flow in flows { try body(flow) }
        flows.removeAll(keepingCapacity: true)
    }
}

extension FlowKey {
    /// Whether two keys differ in nothing but the class.
    fileprivate func isSameTuple(as other: FlowKey) -> Bool {
        var same = other
        same.threatClass = threatClass
        return self == same
    }
}
