import CensusEvents
import CensusModel
import NetworkTypes

/// Sensors that ship to a store, looked at for those that have vanished.
struct SensorEvents: Sendable {
    private let centre: any RunSink
    private let rules: EventRules

    init(_ centre: any RunSink, _ rules: EventRules) {
        (self.centre, self.rules) = (centre, rules)
    }

    /// Tells once of each time in which a sensor ships nothing.
    func run(at now: Timestamp, notedIn ledger: any EventLedger) throws -> EventNotebook.Outcome {
        let silent = try SensorSummary.latest(centre.sensors()).values.filter { $0.isSilent(at: now) }
        guard !silent.isEmpty else { return EventNotebook.Outcome() }
        return try ledger.withEventMemory { memory in
            var notebook = EventNotebook(memory, rules, begin: Hour(index: .min))
            for state in silent.sorted(by: { $0.record.name < $1.record.name }) {
                let (name, received) = (state.record.name, state.received)
                try notebook.note(.sensorSilent, name, once: received.nanoseconds, at: now) { identifier in
                    var event = CensusEvent(identifier: identifier, kind: .sensorSilent, time: received, noted: now)
                    (event.subject, event.reason) = (name, "shipped last at \(received)")
                    return event
                }
            }
            return notebook.outcome
        }
    }
}
