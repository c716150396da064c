import CensusModel

/// The flows of one 5-tuple and hour, which differ in class: one, most often.
struct TupleFlows {
    let first: FlowRecord
    var others: [FlowRecord] = []

    /// What all of them showed.
    var evidence: TupleEvidence {
        var evidence = TupleEvidence(first)
        for other in others { evidence.merge(TupleEvidence(other)) }
        return evidence
    }

    func forEach(_ body: (FlowRecord) throws -> Void) rethrows {
        try body(first)
        for other in others { try body(other) }
    }
}

/// Puts flows that come in their order together by 5-tuple.
struct TupleGathering {
    private var held: TupleFlows?

    /// Whether nothing is held back.
    private(set) var isEmpty = true

    /// Takes the next flow, and returns those of the 5-tuple before it where it is of another one.
    mutating func add(_ flow: FlowRecord) -> TupleFlows? {
        guard let held, held.first.key.isSameTuple(as: flow.key) else {
            let complete = held
            held = TupleFlows(first: flow)
            isEmpty = false
            return complete
        }
        self.held?.others.append(flow)
        return nil
    }

    /// Returns what is held back.
    mutating func takeLast() -> TupleFlows? {
        defer { (held, isEmpty) = (nil, true) }
        return held
    }
}
