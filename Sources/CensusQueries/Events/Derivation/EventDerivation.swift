import CensusEvents
import CensusModel
import HourlyRollup
import NetworkTypes
import Runtime

/// Derives events from what a store holds, by the rules of counting: each thing once, whether that is done while it is counted
/// or afterwards.
///
/// A pass looks at the hours of which something else is kept than when they were looked at, and at the three behind each, for
/// these tell who began. What it finds is noted together with that, in one transaction a stretch of hours.
struct EventDerivation: Sendable {
    private let store: any CensusStore & EventSource
    /// What remembers what was told: the store, or another one.
    private let ledger: any EventLedger
    private let rules: EventRules
    private let judged: JudgedStretches
    private let facts: AddressFacts
    /// When all hours were last looked through, not only the latest.
    private var lastWhole: Timestamp?

    /// Hours whose facts are in memory at a time.
    private static let hoursAtATime: Int32 = 24
    /// Nanoseconds between two looks at all hours, and how many are looked at in between.
    private static let wholeInterval = 300 * Timestamp.nanosecondsPerSecond
    private static let latestHours: Int32 = 48

    init(
        _ store: any CensusStore & EventSource, notedIn ledger: any EventLedger, _ rules: EventRules,
        _ enrichments: Enrichments, seesOneWay: Bool
    ) {
        (self.store, self.ledger, self.rules) = (store, ledger, rules)
        judged = JudgedStretches(enrichments.rules(seesOneWay: seesOneWay))
        facts = enrichments.facts
    }

    /// Notes from which hour on events are told, where that is not noted yet.
    /// - Returns: the hour that is noted.
    func begin(from hour: Hour) throws -> Hour {
        try ledger.withEventMemory { memory in
            if let begin = try memory.number(Self.beginName) { return Hour(index: Int32(clamping: begin)) }
            try memory.setNumber(Int64(hour.index), Self.beginName)
            return hour
        }
    }

    private static let beginName = "begin"

    /// Looks for what is new.
    mutating func run(at now: Timestamp) throws -> EventNotebook.Outcome {
        let (marks, begin) = try ledger.withEventMemory { memory in
            (try memory.marks(), Hour(index: Int32(clamping: try memory.number(Self.beginName) ?? 0)))
        }
        let isWhole = lastWhole.map { !(0..<Self.wholeInterval ~= now.nanoseconds - $0.nanoseconds) } ?? true
        let earliest = isWhole ? nil : Hour(containing: now).advanced(by: -Self.latestHours)
        // What ended long before events are told is of no use to any.
        let horizon = begin.advanced(by: -rules.hoursUntilNew)
        let found = try currentMarks(from: max(earliest ?? horizon, horizon), at: now)
        let changed = found.filter { marks[$0.key] != $0.value }
        var outcome = EventNotebook.Outcome()
        for stretch in stretches(of: changed, all: found) {
            outcome += try derive(stretch, begin: begin, at: now, marks: changed)
        }
        if isWhole { lastWhole = now }
        return outcome
    }

    /// What is kept of each hour, whether it is over with it. An hour behind one that was seen may be one in which nothing was.
    private func currentMarks(from hour: Hour, at now: Timestamp) throws -> [Hour: String] {
        let kept = try store.eventMarks(from: hour)
        var marks = kept
        for hour in kept.keys where kept[hour.advanced(by: 1)] == nil { marks[hour.advanced(by: 1)] = "" }
        for hour in marks.keys where EventRules.isOver(hour, at: now) { marks[hour, default: ""] += "over" }
        return marks.filter { !$0.value.isEmpty }
    }

    /// The hours to look at, in stretches without gaps that are not too long.
    private func stretches(of changed: [Hour: String], all: [Hour: String]) -> [ClosedRange<Hour>] {
        var hours = Set(changed.keys)
        for hour in changed.keys {
            for later in 1...EvidenceWindow.hoursBefore where all[hour.advanced(by: later)] != nil {
                hours.insert(hour.advanced(by: later))
            }
        }
        var stretches: [ClosedRange<Hour>] = []
        for hour in hours.sorted() {
            if let last = stretches.last, last.upperBound.advanced(by: 1) == hour,
                hour.index - last.lowerBound.index < Self.hoursAtATime
            {
                stretches[stretches.count - 1] = last.lowerBound...hour
            } else {
                stretches.append(hour...hour)
            }
        }
        return stretches
    }

    private func derive(
        _ hours: ClosedRange<Hour>, begin: Hour, at now: Timestamp, marks: [Hour: String]
    ) throws -> EventNotebook.Outcome {
        let range = HourRange(from: hours.lowerBound, to: hours.upperBound.advanced(by: 1))
        let found = try hourFacts(in: range)
        let presence = try Presence(store, hours)
        return try ledger.withEventMemory { memory in
            var notebook = EventNotebook(memory, rules, begin: begin)
            for index in hours.lowerBound.index...hours.upperBound.index {
                let hour = Hour(index: index)
                if let facts = found[hour] { try note(facts, of: hour, at: now, in: &notebook) }
                try presence.note(hour, isOver: EventRules.isOver(hour, at: now), rules, at: now, in: &notebook)
                if EventRules.isOver(hour, at: now) { try notebook.noteFurther(in: hour, at: now) }
                if let mark = marks[hour] { try memory.setMark(mark, of: hour) }
            }
            return notebook.outcome
        }
    }

    private func hourFacts(in range: HourRange) throws -> [Hour: HourFacts] {
        var found: [Hour: HourFacts] = [:]
        let empty = HourFacts(rules, facts)
        try judged.forEachPart(
            of: store, FlowFilter(hours: range), inOrder: .any, beginningWith: [Hour: HourFacts]()
        ) { flow, part in
            part[flow.key.hour, default: empty].add(flow)
        } take: { part in
            for (hour, facts) in part { found[hour, default: empty].merge(facts) }
        } takeOne: { flow in
            found[flow.key.hour, default: empty].add(flow)
        }
        return found
    }
}

// MARK: - What flows show

extension EventDerivation {
    private func note(
        _ found: HourFacts, of hour: Hour, at now: Timestamp, in notebook: inout EventNotebook
    ) throws {
        let gap = rules.hoursUntilNew
        for (origin, sight) in found.origins.sorted(by: { $0.key < $1.key }) {
            try notebook.note(.originActive, origin.subject, in: hour, gap: gap) {
                event(.originActive, $0, sight, at: now)
            }
        }
        for (host, sights) in found.hosts.sorted(by: { $0.key < $1.key }) {
            try note(host, sights, of: hour, at: now, in: &notebook)
        }
        for (entry, sight) in found.entries.sorted(by: { $0.key < $1.key }) {
            try notebook.note(.backdoorEntered, entry.subject, in: hour, gap: gap) {
                event(.backdoorEntered, $0, sight, at: now)
            }
        }
        for (rule, hosts) in zip(rules.thresholds, found.thresholds) where UInt64(hosts.count) > rule.limit {
            try notebook.note(.thresholdCrossed, [rule.name], in: hour, gap: 0) { identifier in
                var event = CensusEvent(
                    identifier: identifier, kind: .thresholdCrossed, time: hour.start, noted: now)
                (event.hour, event.subject) = (hour, rule.name)
                (event.count, event.limit) = (UInt64(hosts.count), rule.limit)
                (event.threatClass, event.country, event.sector) = (rule.threatClass, rule.country, rule.sector)
                return event
            }
        }
    }

    /// Tells of a host by its strongest evidence, and of each grade up to it that is wanted.
    private func note(
        _ host: HourFacts.Party, _ sights: [Grade: HourFacts.Sight], of hour: Hour, at now: Timestamp,
        in notebook: inout EventNotebook
    ) throws {
        let gap = rules.hoursUntilNew
        guard let strongest = sights.keys.max(), let sight = sights[strongest] else { return }
        try notebook.note(.hostAffected, host.subject, in: hour, gap: gap) {
            event(.hostAffected, $0, sight, at: now)
        }
        for grade in [Grade.answered, .exchanged] where rules.risenGrades.contains(grade) {
            // Who exchanges data has been answered.
            guard let reached = sights.keys.filter({ $0 >= grade && $0 != .intruded }).min(),
                let sight = sights[reached]
            else { continue }
            try notebook.note(.gradeRisen, host.subject + [grade.name], in: hour, gap: gap) { identifier in
                var event = event(.gradeRisen, identifier, sight, at: now)
                event.grade = grade
                return event
            }
        }
    }

    private func event(
        _ kind: EventKind, _ identifier: String, _ sight: HourFacts.Sight, at now: Timestamp
    ) -> CensusEvent {
        let (key, owner) = (sight.key, facts.owner(sight.key.host))
        var event = CensusEvent(identifier: identifier, kind: kind, time: sight.time, noted: now)
        (event.hour, event.threatClass, event.labels, event.grade) = (
            key.hour, key.threatClass, sight.labels, sight.grade
        )
        (event.origin, event.originPort, event.country) = (key.origin, key.originPort, facts.country(key.origin))
        (event.host, event.hostPort, event.transport) = (key.host, key.hostPort, key.transport)
        event.hostName = owner.flatMap { $0.name.isEmpty ? nil : $0.name }
        event.sector = owner.flatMap { $0.sector.isEmpty ? nil : $0.sector }
        return event
    }
}

extension HourFacts.Party: Comparable {
    var subject: [String] { ["\(address)", threatClass.name] }

    static func < (left: Self, right: Self) -> Bool {
        (left.address, left.threatClass) < (right.address, right.threatClass)
    }
}

extension HourFacts.Entry: Comparable {
    var subject: [String] { ["\(origin)", "\(host)", threatClass.name] }

    static func < (left: Self, right: Self) -> Bool {
        (left.origin, left.host, left.threatClass) < (right.origin, right.host, right.threatClass)
    }
}
