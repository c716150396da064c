/// One number of an hour's coverage, as stores keep it: whose it is, what it counts, and for what reason.
package struct CoverageCounter: Equatable, Sendable {
    /// `Exporter.packets` for packets.
    package let exporter: Exporter
    /// seen, decoded, matched, undecoded, remarked; of packets also not_ip and dropped, of records not_flow and lost.
    package let kind: String
    /// Why or where; empty for the first three kinds.
    package let name: String
    package let count: UInt64

    package init(exporter: Exporter, kind: String, name: String, count: UInt64) {
        (self.exporter, self.kind, self.name, self.count) = (exporter, kind, name, count)
    }

    /// The most that a store states of anything that was counted.
    package static let maximum: UInt64 = 1 << 53

    /// Whether it is of what was counted, and not of what sequence numbers or a kernel say was lost.
    package var isCounted: Bool { kind != "lost" && kind != "dropped" }
}

extension Coverage {
    /// All that is not 0.
    package var counters: [CoverageCounter] {
        let packets: [(String, String, UInt64)] =
            [("seen", "", seen), ("decoded", "", decoded), ("matched", "", matched)]
            + undecoded.map { ("undecoded", $0.key, $0.value) } + notIP.map { ("not_ip", $0.key, $0.value) }
            + remarked.map { ("remarked", $0.key, $0.value) } + dropped.map { ("dropped", $0.key, $0.value) }
        var counters = Self.counters(packets, .packets)
        for (exporter, records) in records { counters += Self.counters(records.parts, exporter) }
        return counters
    }

    private static func counters(_ parts: [(String, String, UInt64)], _ exporter: Exporter) -> [CoverageCounter] {
        parts.filter { $0.2 > 0 }.map { CoverageCounter(exporter: exporter, kind: $0.0, name: $0.1, count: $0.2) }
    }

    package mutating func add(_ counter: CoverageCounter) {
        let (name, count) = (counter.name, counter.count)
        guard counter.exporter.isPackets else {
            return records[counter.exporter, default: RecordCoverage()].add(counter.kind, name, count)
        }
        switch counter.kind {
        case "seen": seen = seen.addingClamped(count)
        case "decoded": decoded = decoded.addingClamped(count)
        case "matched": matched = matched.addingClamped(count)
        case "undecoded": undecoded[name] = (undecoded[name] ?? 0).addingClamped(count)
        case "not_ip": notIP[name] = (notIP[name] ?? 0).addingClamped(count)
        case "remarked": remarked[name] = (remarked[name] ?? 0).addingClamped(count)
        default: dropped[name] = (dropped[name] ?? 0).addingClamped(count)
        }
    }

    /// What cannot be of an hour: that something is neither decoded nor not, or that more matches than was decoded; `nil` where it
    /// adds up.
    package var contradiction: String? {
        let packets = (seen, decoded, undecoded, notIP, matched)
        let records = records.values.map { ($0.seen, $0.decoded, $0.undecoded, $0.notFlow, $0.matched) }
        for (seen, decoded, undecoded, passedOver, matched) in [packets] + records {
            let others = (Array(undecoded.values) + passedOver.values).reduce(0 as UInt64) { $0.addingClamped($1) }
            guard seen == decoded.addingClamped(others), matched <= decoded else {
                return "\(seen) seen, \(decoded) decoded, \(others) not, \(matched) matched"
            }
        }
        return nil
    }
}

extension RecordCoverage {
    fileprivate var parts: [(String, String, UInt64)] {
        [("seen", "", seen), ("decoded", "", decoded), ("matched", "", matched)]
            + undecoded.map { ("undecoded", $0.key, $0.value) } + notFlow.map { ("not_flow", $0.key, $0.value) }
            + remarked.map { ("remarked", $0.key, $0.value) } + lost.map { ("lost", $0.key, $0.value) }
    }

    fileprivate mutating func add(_ kind: String, _ name: String, _ count: UInt64) {
        switch kind {
        case "seen": seen = seen.addingClamped(count)
        case "decoded": decoded = decoded.addingClamped(count)
        case "matched": matched = matched.addingClamped(count)
        case "undecoded": undecoded[name] = (undecoded[name] ?? 0).addingClamped(count)
        case "not_flow": notFlow[name] = (notFlow[name] ?? 0).addingClamped(count)
        case "remarked": remarked[name] = (remarked[name] ?? 0).addingClamped(count)
        default: lost[name] = (lost[name] ?? 0).addingClamped(count)
        }
    }
}
