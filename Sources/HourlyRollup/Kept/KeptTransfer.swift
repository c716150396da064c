import CensusModel
package import NetworkTypes

/// Brings the counts that outlived their flows from a store to one of another engine, a day at a time, so that memory holds the rows
/// of one day.
package struct KeptTransfer {
    private let source: any CountKeeping
    private let sink: any CountKeeping

    package init(from source: any CountKeeping, to sink: any CountKeeping) {
        (self.source, self.sink) = (source, sink)
    }

    /// Takes over every hour that is not in the sink, where none of them clashes. What is there is left as it is.
    /// - Returns: the hours that clash: the sink has other counts of them, or flows, and hosts in both would count twice. Where there
    ///   are some nothing is taken over.
    package func run() throws -> [Hour] {
        let days = Dictionary(grouping: try source.keptHoursToHandOver(in: HourRange())) {
            Period.day.start(of: $0.hour)
        }
        .sorted { $0.key < $1.key }.map(\.value)
        let clashes = try days.flatMap { try hoursClashing($0, try counts($0)) }
        guard clashes.isEmpty else { return clashes }
        for day in days {
            let known = Set(try sink.keptHours(in: Self.range(day)).map(\.hour))
            let new = day.filter { !known.contains($0.hour) }
            guard !new.isEmpty else { continue }
            let rows = try counts(day).mapValues { rows in
                rows.filter { row in row.period.map { !known.contains($0) } ?? false }
            }
            try sink.takeOver(KeptCounts(hours: new, rows: rows))
        }
        return []
    }

    /// Why a store with hours that clash is not merged.
    package static func refusal(of store: String, first: Hour, hours: Int) -> String {
        "\(store): keeps counts of \(hours) hours from \(first) on whose flows are gone, and the store to merge into has flows or other "
            + "counts of them: they cannot be put together, for hosts in both would count twice; merge before pruning, or remove them "
            + "from a copy by 'flowcensus store prune' without --keep-counts"
    }

    private func hoursClashing(_ day: [KeptHour], _ counts: [Grouping: [HourlyCount]]) throws -> [Hour] {
        let range = Self.range(day)
        let known = Set(try sink.keptHours(in: range).map(\.hour))
        var withFlows: Set<Hour> = []
        try sink.forEachFlow(FlowFilter(hours: range)) { withFlows.insert($0.key.hour) }
        let there = try Self.rows(sink, range)
        return day.map(\.hour).filter { hour in
            guard known.contains(hour) else { return withFlows.contains(hour) }
            return Grouping.kept.contains { grouping in
                let own = { (rows: [HourlyCount]?) in (rows ?? []).filter { $0.period == hour } }
                return own(counts[grouping]) != own(there[grouping])
            }
        }
    }

    private func counts(_ day: [KeptHour]) throws -> [Grouping: [HourlyCount]] {
        try Self.rows(source, Self.range(day))
    }

    private static func rows(_ store: any CountKeeping, _ range: HourRange) throws -> [Grouping: [HourlyCount]] {
        var rows: [Grouping: [HourlyCount]] = [:]
        for grouping in Grouping.kept {
            try store.forEachKeptCount(by: grouping, in: range) { rows[grouping, default: []].append($0) }
        }
        return rows
    }

    /// - Parameter day: in their order.
    private static func range(_ day: [KeptHour]) -> HourRange {
        HourRange(from: day.first?.hour, before: day.last?.hour.advanced(by: 1))
    }
}
