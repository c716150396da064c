import CensusEvents
import CensusModel
import NetworkTypes

/// What was seen of some hours and those before them, and by whom.
struct Presence {
    private let coverage: [Hour: Coverage]
    private let sessions: [Hour: [String: UInt64]]

    init(_ store: any CensusStore & EventSource, _ hours: ClosedRange<Hour>) throws {
        let range = HourRange(
            from: hours.lowerBound.advanced(by: -EventRules.hoursOfPresence), to: hours.upperBound.advanced(by: 1))
        coverage = try store.coverage(in: range)
        sessions = try store.sessionPackets(in: range)
    }

    func note(
        _ hour: Hour, isOver: Bool, _ rules: EventRules, at now: Timestamp, in notebook: inout EventNotebook
    ) throws {
        let make = { (kind: EventKind, identifier: String, subject: String?) in
            var event = CensusEvent(identifier: identifier, kind: kind, time: hour.start, noted: now)
            (event.hour, event.subject) = (hour, subject)
            return event
        }
        for (place, count) in losses(of: hour) {
            try notebook.note(.dropsBegun, [place.word], in: hour, gap: 1) { identifier in
                var event = make(.dropsBegun, identifier, place)
                event.count = count
                return event
            }
        }
        guard isOver else { return }
        if let share = coverage[hour]?.share, share < rules.minimumCoverage {
            try notebook.note(.coverageFallen, ["all"], in: hour, gap: 1) { identifier in
                var event = make(.coverageFallen, identifier, nil)
                (event.coverage, event.minimumCoverage) = (share, rules.minimumCoverage)
                return event
            }
        }
        for (kind, name) in silent(in: hour) {
            try notebook.note(kind, [name.word], in: hour, gap: 0) { make(kind, $0, name) }
        }
    }

    /// What was lost in an hour, by where.
    private func losses(of hour: Hour) -> [(place: String, count: UInt64)] {
        guard let coverage = coverage[hour] else { return [] }
        let records = coverage.allRecords.lost.map { (place: "records, \($0.key)", count: $0.value) }
        return (coverage.dropped.map { (place: "packets, \($0.key)", count: $0.value) } + records)
            .filter { $0.count > 0 }.sorted { $0.place < $1.place }
    }

    /// Exporters and interfaces that were there in all the hours before an hour, and not in it.
    private func silent(in hour: Hour) -> [(kind: EventKind, name: String)] {
        let before = (1...EventRules.hoursOfPresence).map { hour.advanced(by: -$0) }
        let lost = { (names: (Hour) -> Set<String>) in
            before.dropFirst().reduce(names(before[0])) { $0.intersection(names($1)) }.subtracting(names(hour)).sorted()
        }
        let exporters = lost { hour in
            Set((coverage[hour]?.records ?? [:]).filter { $0.value.seen > 0 }.keys.filter { !$0.isPackets }.map(\.name))
        }
        let interfaces = lost { hour in Set((sessions[hour] ?? [:]).filter { $0.value > 0 }.keys) }
        return exporters.map { (.exporterSilent, $0) } + interfaces.map { (.interfaceSilent, $0) }
    }
}

extension String {
    /// A word of a subject, without blanks.
    fileprivate var word: String { split(separator: " ").joined(separator: "_") }
}
