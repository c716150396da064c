import CensusEvents
import CensusModel
import NetworkTypes

/// Forgets what no event needs any more.
struct EventUpkeep: Sendable {
    private let store: any EventSource
    private let ledger: any EventLedger
    private let rules: EventRules
    private let sinks: [String]

    /// How long events are kept that every sink has taken, and how many at the most that one has not.
    private static let keptTime = 7 * 86_400 * Timestamp.nanosecondsPerSecond
    private static let mostEvents: Int64 = 1_000_000

    init(_ store: any EventSource, _ ledger: any EventLedger, _ rules: EventRules, sinks: [String]) {
        (self.store, self.ledger, self.rules, self.sinks) = (store, ledger, rules, sinks)
    }

    func run(at now: Timestamp) throws {
        // Of hours that were pruned nothing can be derived again.
        let earliest = try store.eventMarks(from: nil).keys.min()
        try ledger.withEventMemory { memory in
            let last = try memory.lastEvent()
            let taken = try sinks.map { try memory.position(of: $0) ?? 0 }.min() ?? last
            try memory.removeEvents(
                upTo: taken, notedBefore: Timestamp(nanoseconds: now.nanoseconds.subtractingClamped(Self.keptTime)))
            try memory.removeEvents(upTo: last - Self.mostEvents, notedBefore: Timestamp(nanoseconds: .max))
            guard let earliest else { return }
            try memory.removeEpisodes(before: earliest.advanced(by: -rules.hoursUntilNew))
            for kind in EventKind.allCases {
                let name = EventNotebook.counterName(kind)
                try memory.removeNumbers(name..<"\(name)\(earliest)")
            }
        }
    }
}

extension Int64 {
    fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? .min : difference
    }
}
