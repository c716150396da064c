package import CensusEvents
package import CensusModel
package import HourlyRollup
package import NetworkTypes

/// What makes an event, and what does not.
package struct EventRules: Sendable {
    /// Hours without it after which a thing that comes again is new.
    package var hoursUntilNew: Int32 = 30 * 24
    /// So many events of a kind in an hour are told one by one; of the others is told how many.
    package var mostInHour: Int64 = 1_000
    /// The grades that are told of a host which is affected already.
    package var risenGrades: Set<Grade> = [.exchanged]
    /// The least share that should be seen of an hour.
    package var minimumCoverage = 0.9
    package var thresholds: [EventThreshold] = []
    package var suppressions: [EventSuppression] = []

    package init() {}

    /// Hours in a row in which an exporter or interface was there before it counts as silent.
    static let hoursOfPresence: Int32 = 3
    /// Nanoseconds after an hour's end in which its last records may still come.
    static let grace = 600 * Timestamp.nanosecondsPerSecond

    /// Whether an hour is over, and what came late is there.
    static func isOver(_ hour: Hour, at now: Timestamp) -> Bool {
        let end = Int64(hour.index + 1) * Hour.nanoseconds
        return now.nanoseconds >= end && now.nanoseconds - end >= grace
    }
}

/// So many hosts that are affected in an hour are told of.
package struct EventThreshold: Equatable, Sendable {
    package let name: String
    /// More than so many.
    package var limit: UInt64
    package var threatClass: ThreatClass?
    package var country: CountryCode?
    package var sector: String?
    /// A network of hosts.
    package var prefix: IPPrefix?
    package var label: String?

    package init(name: String, limit: UInt64) {
        (self.name, self.limit) = (name, limit)
    }
}

/// Events that are not wanted. Of several conditions all have to hold; one that is empty always does.
package struct EventSuppression: Equatable, Sendable {
    package let name: String
    package var kinds: Set<EventKind> = []
    package var hosts: [IPPrefix] = []
    package var origins: [IPPrefix] = []
    package var classes: Set<ThreatClass> = []
    package var labels: Set<String> = []
    /// Words that an event's subject is: an exporter, an interface, a feed.
    package var subjects: Set<String> = []
    /// Until when it holds; `nil` for ever.
    package var until: Timestamp?

    package init(name: String) {
        self.name = name
    }

    func holds(for event: CensusEvent) -> Bool {
        (until.map { event.time < $0 } ?? true) && (kinds.isEmpty || kinds.contains(event.kind))
            && (hosts.isEmpty || event.host.map(PrefixSet(hosts).contains) ?? false)
            && (origins.isEmpty || event.origin.map(PrefixSet(origins).contains) ?? false)
            && (classes.isEmpty || event.threatClass.map(classes.contains) ?? false)
            && (labels.isEmpty || event.labels.contains { labels.contains($0.lowercased()) })
            && (subjects.isEmpty || event.subject.map(subjects.contains) ?? false)
    }
}
