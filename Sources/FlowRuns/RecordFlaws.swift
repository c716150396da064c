import CensusModel

/// How many records of a page say what cannot be, although each of their numbers by itself can.
package struct RecordFlaws: Equatable, Sendable {
    /// Of which neither end sent.
    package var silent = 0
    /// Of those that packets tell of: without packets.
    package var withoutPackets = 0
    /// Ends of which more is refused than was sent, or that sent without having sent.
    package var counters = 0

    package init() {}
}

extension PageRecords {
    /// What its records say together, and what of that cannot be.
    package func lookThrough() -> (totals: RunTotals, flaws: RecordFlaws) {
        precondition(parts == .all, "what is not read cannot be looked through")
        var (totals, flaws) = (RunTotals(records: UInt64(count)), RecordFlaws())
        for index in 0..<count {
            let (shape, isOfPackets) = (columns[.shape, index], isOfPackets(at: index))
            let (host, origin) = (columns[.hostPackets, index], columns[.originPackets, index])
            let hostSent = shape & RecordShape.hostSent != 0
            let originSent = shape & RecordShape.originSent != 0
            if !hostSent && !originSent { flaws.silent += 1 }
            if isImpossible(columns[.hostRefusals, index], of: host, hostSent, isOfPackets) { flaws.counters += 1 }
            if isImpossible(columns[.originRefusals, index], of: origin, originSent, isOfPackets) {
                flaws.counters += 1
            }
            guard isOfPackets else { continue }
            if host == 0 && origin == 0 { flaws.withoutPackets += 1 }
            totals.packets = totals.packets.addingClamped(host).addingClamped(origin)
        }
        return (totals, flaws)
    }

    @inline(__always)
    private func isImpossible(_ refusals: UInt64, of packets: UInt64, _ sent: Bool, _ isOfPackets: Bool) -> Bool {
        refusals > packets || packets > 0 && !sent || isOfPackets && packets == 0 && sent
    }

    /// How many records have one of some attributions.
    package func count(ofAttributions attributions: Set<Int64>) -> Int {
        (0..<count).count { attributions.contains(attribution(at: $0)) }
    }
}
