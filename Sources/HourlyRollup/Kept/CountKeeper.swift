package import CensusModel
package import NetworkTypes

/// Makes the counts that outlive flows, before these are removed.
package struct CountKeeper: Sendable {
    private let rules: JudgingRules
    private let facts: AddressFacts
    private let knowsCountries: Bool

    /// While hours are counted others may count into them; then they are counted again, up to so many times.
    private static let attempts = 20

    /// - Parameter knowsCountries: whether `facts` come from a country file, so that rows by country are kept.
    package init(
        rules: JudgingRules = JudgingRules(), facts: AddressFacts = AddressFacts(), knowsCountries: Bool = false
    ) {
        (self.rules, self.facts, self.knowsCountries) = (rules, facts, knowsCountries)
    }

    /// The counts of hours were made in vain again and again, for others counted into them.
    package struct Disturbed: Error, CustomStringConvertible {
        package let description: String
    }

    /// Removes the flows of all hours before one, a day at a time, so that memory holds the rows of one day. Who is interrupted has
    /// pruned some days, and goes on where he was. Counts that are kept already stay as they are.
    ///
    /// - Returns: records of flows, and hours with any coverage.
    package func prune(_ store: any CountKeeping, before end: Hour) throws -> (flows: Int, hours: Int) {
        var all = (flows: 0, hours: 0)
        for _ in 0..<Self.attempts {
            while let first = try store.firstHour(), first < end {
                let next = min(end, Period.day.start(of: first).advanced(by: 24))
                let (flows, hours) = try pruneDay(store, before: next)
                all = (all.flows + flows, all.hours + hours)
            }
            // What is out of sight goes as far as nobody needs it; what comes into sight meanwhile is counted first.
            let mark = try store.mark(of: HourRange(from: nil, before: end))
            guard try store.firstHour().map({ $0 >= end }) ?? true else { continue }
            if try store.prune(before: end, keeping: KeptCounts(), madeAt: mark) != nil { return all }
        }
        throw disturbed(store, end)
    }

    private func pruneDay(_ store: any CountKeeping, before end: Hour) throws -> (flows: Int, hours: Int) {
        let range = HourRange(from: nil, before: end)
        for _ in 0..<Self.attempts {
            let mark = try store.mark(of: range)
            let counts = try counts(of: store, in: range, but: Set(store.keptHours(in: range).map(\.hour)))
            if let pruned = try store.prune(before: end, keeping: counts, madeAt: mark) { return pruned }
        }
        throw disturbed(store, end)
    }

    private func disturbed(_ store: any CountKeeping, _ end: Hour) -> Disturbed {
        Disturbed(description: "\(store.path): others count into hours before \(end); try again when they are done")
    }

    /// The counts of some hours by every grouping whose rows can be kept.
    package func counts(of source: any FlowSource, in hours: HourRange, but known: Set<Hour>) throws -> KeptCounts {
        let coverage = try source.coverage(in: hours)
        let groupings = Grouping.kept.filter { knowsCountries || !$0.keepsCountry }
        var rollups = groupings.map {
            CensusRollup(by: $0, minimumGrade: .attempted, coverage: coverage, facts: facts)
        }
        var found = Set(coverage.keys)
        try FlowJudge(source, rules).forEachFlow(FlowFilter(hours: hours)) { flow in
            guard !known.contains(flow.key.hour) else { return }
            found.insert(flow.key.hour)
            for place in rollups.indices { rollups[place].add(flow) }
        }
        var rows: [Grouping: [HourlyCount]] = [:]
        for (grouping, rollup) in zip(groupings, rollups) { rows[grouping] = rollup.finish() }
        return KeptCounts(
            hours: found.subtracting(known).sorted().map {
                KeptHour($0, seesOneWay: rules.seesOneWay, knowsCountries: knowsCountries)
            }, rows: rows)
    }
}
