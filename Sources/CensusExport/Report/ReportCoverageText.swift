import HourlyRollup

/// What was seen of a period and what was missed, and why.
struct ReportCoverageText {
    private let observation: Observation

    init(_ observation: Observation) {
        self.observation = observation
    }

    var text: String {
        guard observation.observedHours > 0 else {
            return "The store holds no coverage of this period: what was missed is not known.\n".wrapped()
        }
        let coverage = observation.coverage
        let undecoded = coverage.undecoded.values.reduce(0, +)
        var table = TextTable([("", .left), ("packets", .right)])
        table.add(["Seen", coverage.seen.grouped])
        table.add(["Decoded", coverage.decoded.grouped])
        table.add(["Matched", coverage.matched.grouped])
        add("Not decoded", undecoded, coverage.undecoded, to: &table)
        add("Dropped before they were seen", coverage.dropped.values.reduce(0, +), coverage.dropped, to: &table)
        if !coverage.remarked.isEmpty { table.add(["Counted, but odd", ""]) }
        addReasons(coverage.remarked, to: &table)
        return table.text
    }

    private func add(_ heading: String, _ total: UInt64, _ reasons: [String: UInt64], to table: inout TextTable) {
        table.add([heading, total.grouped])
        addReasons(reasons, to: &table)
    }

    private func addReasons(_ reasons: [String: UInt64], to table: inout TextTable) {
        for (name, packets) in reasons.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            table.add(["  \(name.printable)", packets.grouped])
        }
    }
}
