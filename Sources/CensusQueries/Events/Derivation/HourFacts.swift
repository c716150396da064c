import CensusEvents
import CensusModel
import HourlyRollup
import NetworkTypes

/// What the flows of an hour have for events. Merges in any order.
///
/// Holds what a host did of its own accord and back doors that were entered, which nobody outside can make: what origins send
/// takes no memory.
struct HourFacts: Sendable {
    /// A host, or an origin, under a class.
    struct Party: Hashable, Sendable {
        let address: IPAddress
        let threatClass: ThreatClass
    }

    struct Entry: Hashable, Sendable {
        let origin: IPAddress
        let host: IPAddress
        let threatClass: ThreatClass
    }

    /// The first flow that shows something.
    struct Sight: Sendable {
        let key: FlowKey
        let labels: [String]
        let time: Timestamp
        var grade: Grade

        fileprivate init?(_ flow: JudgedFlow) {
            guard let time = flow.record.firstSeen else { return nil }
            (key, labels, self.time, grade) = (flow.key, flow.labels, time, flow.grade)
        }

        /// Sights in their order: by time, then whatever tells them apart.
        fileprivate func isBefore(_ other: Sight) -> Bool {
            (time, key.origin, key.host, key.originPort, key.hostPort, key.transport.rawValue)
                < (
                    other.time, other.key.origin, other.key.host, other.key.originPort, other.key.hostPort,
                    other.key.transport.rawValue
                )
        }
    }

    /// Hosts that are affected, by the first flow of each grade that they reached.
    private(set) var hosts: [Party: [Grade: Sight]] = [:]
    /// Origins that a host called, or that came in.
    private(set) var origins: [Party: Sight] = [:]
    private(set) var entries: [Entry: Sight] = [:]
    /// The hosts that count for each threshold.
    private(set) var thresholds: [HostSet]
    private let rules: [EventThreshold]
    private let facts: AddressFacts

    init(_ rules: EventRules, _ facts: AddressFacts) {
        (self.rules, self.facts) = (rules.thresholds, facts)
        thresholds = rules.thresholds.map { _ in HostSet() }
    }

    mutating func add(_ flow: JudgedFlow) {
        let (key, grade) = (flow.key, flow.grade)
        guard grade >= .attempted, key.threatClass != .sinkhole, key.threatClass != .scanner, let sight = Sight(flow)
        else { return }
        let host = Party(address: key.host, threatClass: key.threatClass)
        Self.keep(sight, in: &hosts[host, default: [:]][grade])
        Self.keep(sight, in: &origins[Party(address: key.origin, threatClass: key.threatClass)])
        if grade == .intruded {
            Self.keep(sight, in: &entries[Entry(origin: key.origin, host: key.host, threatClass: key.threatClass)])
        }
        for (place, rule) in rules.enumerated() where rule.counts(flow, facts) {
            thresholds[place].insert(key.host, grade)
        }
    }

    mutating func merge(_ other: HourFacts) {
        for (host, sights) in other.hosts {
            for (grade, sight) in sights { Self.keep(sight, in: &hosts[host, default: [:]][grade]) }
        }
        for (origin, sight) in other.origins { Self.keep(sight, in: &origins[origin]) }
        for (entry, sight) in other.entries { Self.keep(sight, in: &entries[entry]) }
        for place in thresholds.indices { thresholds[place].merge(other.thresholds[place]) }
    }

    private static func keep(_ sight: Sight, in place: inout Sight?) {
        if place.map({ sight.isBefore($0) }) ?? true { place = sight }
    }
}

extension EventThreshold {
    fileprivate func counts(_ flow: JudgedFlow, _ facts: AddressFacts) -> Bool {
        let key = flow.key
        return (threatClass.map { $0 == key.threatClass } ?? true)
            && (country.map { $0 == facts.country(key.origin) } ?? true)
            && (prefix.map { PrefixSet([$0]).contains(key.host) } ?? true)
            && (label.map { label in flow.labels.contains { $0.lowercased() == label } } ?? true)
            && (sector.map { $0 == facts.owner(key.host)?.sector } ?? true)
    }
}
