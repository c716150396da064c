import CensusEvents
import CensusExport
import CensusModel
import CensusNotice
import HourlyRollup
import NetworkTypes
import TextFormats

/// An event as the API and the pages show it.
struct NotedEvent {
    let event: CensusEvent
    private let hosts: HostDisclosure

    /// What an event is about may be a place of ours, and why it came about may name one, which viewers do not see.
    init(_ event: CensusEvent, _ pseudonyms: HostPseudonyms?) {
        guard let pseudonyms else {
            (self.event, hosts) = (event, .show)
            return
        }
        var event = event
        (event.hostName, event.reason) = (nil, nil)
        switch event.kind {
        case .exporterSilent, .interfaceSilent, .dropsBegun, .feedStale, .feedRefused:
            event.subject = event.subject.map { CoverageCount.name($0, pseudonyms) }
        default: break
        }
        (self.event, hosts) = (event, .pseudonym(pseudonyms))
    }

    fileprivate var host: Cell { Cell(event.host) { .text(hosts.text(of: $0)) } }
    fileprivate var message: String { event.sentence(hosts) }
}

extension NotedEvent: ExportRow {
    static let columns: [Column<NotedEvent>] = [
        Column("time") { .time($0.event.time) },
        Column("noted") { .time($0.event.noted) },
        Column("event") { .text($0.event.kind.rawValue) },
        Column("severity") { .text($0.event.severity.rawValue) },
        Column("hour") { Cell($0.event.hour, Cell.hour) },
        Column("origin") { Cell($0.event.origin, Cell.address) },
        Column("host") { $0.host },
        Column("class") { Cell($0.event.threatClass) { .text($0.name) } },
        Column("label") { Cell(labels: $0.event.labels) },
        Column("grade") { Cell($0.event.grade) { .text($0.name) } },
        Column("message") { .outside($0.message) },
    ]
}

/// The events that a store keeps of some hours.
struct NotedEvents {
    private let ledger: (any EventLedger)?
    private let hours: HourRange
    private let pseudonyms: HostPseudonyms?

    private static let eventsAtOnce = 1_000

    init(_ store: any CensusStore, _ hours: HourRange, _ pseudonyms: HostPseudonyms?) {
        (ledger, self.hours, self.pseudonyms) = (store as? any EventLedger, hours, pseudonyms)
    }

    /// Hands on the events in the order in which they were noted. What is no event of this version is left out.
    func forEachEvent(_ body: (NotedEvent) throws -> Void) throws {
        guard let ledger else { return }
        var number: Int64 = 0
        while true {
            let kept = try ledger.events(after: number, limit: Self.eventsAtOnce)
            guard let last = kept.last else { return }
            for kept in kept {
                guard let json = JSONText.value(kept.content), let event = CensusEvent(json),
                    hours.contains(Hour(containing: event.time))
                else { continue }
                try body(NotedEvent(event, pseudonyms))
            }
            number = last.number
        }
    }

    /// The newest first, at most so many, and how many there are.
    func newest(_ most: Int) throws -> (rows: [NotedEvent], count: Int) {
        var (rows, count) = ([NotedEvent](), 0)
        try forEachEvent { event in
            rows.append(event)
            count += 1
            if rows.count >= 2 * most { rows.removeFirst(rows.count - most) }
        }
        return (Array(rows.suffix(most).reversed()), count)
    }
}
