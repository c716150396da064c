/// Coverage in words, for the log.
package enum CoverageText {
    /// What was seen, and by reason what was not.
    /// - Parameter countsDrops: whether drops are known of, as they are of live interfaces.
    package static func lines(_ coverage: Coverage, countsDrops: Bool) -> [String] {
        let records = coverage.allRecords
        guard coverage.records.isEmpty || coverage.seen > 0 else { return Self.lines(records) }
        let undecoded = coverage.undecoded.values.reduce(0, +)
        let dropped = coverage.dropped.values.reduce(0, +)
        let others = coverage.notIP.values.reduce(0, +)
        var lines = [
            "\(coverage.seen) packets seen, \(coverage.decoded) decoded, \(undecoded) not decoded, "
                + (others > 0 ? "\(others) not IP, " : "") + "\(coverage.matched) matched"
                + (countsDrops ? ", \(dropped) dropped" : "")
        ]
        lines += reasons("not decoded", coverage.undecoded)
        lines += reasons("not_ip", coverage.notIP)
        lines += reasons("decoded, but", coverage.remarked)
        lines += reasons("dropped by the", coverage.dropped)
        return coverage.records.isEmpty ? lines : lines + Self.lines(records)
    }

    /// What was seen of flow logs, and by reason what was not.
    package static func lines(_ records: RecordCoverage) -> [String] {
        let undecoded = records.undecoded.values.reduce(0 as UInt64) { $0.addingClamped($1) }
        let others = records.notFlow.values.reduce(0 as UInt64) { $0.addingClamped($1) }
        let lost = records.lost.values.reduce(0 as UInt64) { $0.addingClamped($1) }
        var lines = [
            "\(records.seen) records seen, \(records.decoded) decoded, \(undecoded) not decoded, "
                + (others > 0 ? "\(others) not of flows, " : "") + "\(records.matched) matched, \(lost) lost"
        ]
        lines += reasons("not decoded", records.undecoded)
        lines += reasons("not of flows", records.notFlow)
        lines += reasons("decoded, but", records.remarked)
        lines += reasons("lost by", records.lost)
        return lines
    }

    /// What was seen by name, for programs; counters that say nothing are left out.
    package static func counters(_ coverage: Coverage) -> [(name: String, count: UInt64)] {
        let records = coverage.allRecords
        let sum = { (counters: [String: UInt64]) in counters.values.reduce(0 as UInt64) { $0.addingClamped($1) } }
        let all = [
            (name: "packets", count: coverage.seen), (name: "decoded", count: coverage.decoded),
            (name: "undecoded", count: sum(coverage.undecoded)), (name: "not_ip", count: sum(coverage.notIP)),
            (name: "matched", count: coverage.matched), (name: "dropped", count: sum(coverage.dropped)),
            (name: "records", count: records.seen), (name: "records_decoded", count: records.decoded),
            (name: "records_undecoded", count: sum(records.undecoded)),
            (name: "records_matched", count: records.matched), (name: "records_lost", count: sum(records.lost)),
        ]
        let hasRecords = !coverage.records.isEmpty
        return all.enumerated().filter { $0.offset < 6 ? !hasRecords || coverage.seen > 0 : hasRecords }.map(\.element)
    }

    /// Why nothing may have matched, though the lists name what was met; empty where something did.
    package static func hints(_ coverage: Coverage) -> [String] {
        let records = coverage.allRecords
        guard coverage.matched == 0, records.matched == 0 else { return [] }
        return hints.compactMap { name, hint in
            coverage.remarked[name].map { "nothing matched, but \($0) packets \(hint)" }
        }
            + hints.compactMap { name, hint in
                records.remarked[name].map { "nothing matched, but \($0) records \(hint)" }
            }
    }

    private static let hints = [
        (
            PacketNearMiss.noInternalEnd.rawValue,
            "met a listed address with no internal end: are your networks among those of --internal?"
        ),
        (
            PacketNearMiss.outsideDates.rawValue,
            "met entries outside their dates: --list-time ignore counts them whenever they were valid"
        ),
        (
            PacketNearMiss.onAnotherPort.rawValue,
            "met a listed address on another port or protocol than the list names"
        ),
        (
            PacketNearMiss.withoutPort.rawValue,
            "have no port, as later fragments do, and met an address that is listed with a port only"
        ),
        (
            "tunnel_foreign",
            "in tunnels from or to the outside were left out: --tunnel-peers names ends of tunnels that you trust"
        ),
    ]

    private static func reasons(_ heading: String, _ counts: [String: UInt64]) -> [String] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "  \(heading): \($0.key) \($0.value)" }
    }
}
