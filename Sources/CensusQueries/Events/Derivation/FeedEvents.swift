import CensusEvents
import CensusModel
import ListFeeds
import NetworkTypes
import TextFormats
import Watchlist

/// Lists that are kept by `flowcensus feeds update`, looked at for what is wrong with them.
struct FeedEvents: Sendable {
    /// Folders of single lists.
    private let folders: [ListFolder]
    private let rules: EventRules

    init(_ folders: [ListFolder], _ rules: EventRules) {
        (self.folders, self.rules) = (folders, rules)
    }

    /// Tells once of each time in which a list is stale, and once of the failures since its last success.
    func run(at now: Timestamp, notedIn ledger: any EventLedger) throws -> EventNotebook.Outcome {
        let states = folders.map { (folder: $0, facts: $0.facts, state: FeedState(file: "\($0.path)/state.json")) }
        return try ledger.withEventMemory { memory in
            var notebook = EventNotebook(memory, rules, begin: Hour(index: .min))
            for (folder, facts, state) in states {
                let name = folder.path.split(separator: "/").last.map(String.init) ?? folder.path
                let make = { (kind: EventKind, identifier: String, reason: String?) in
                    var event = CensusEvent(identifier: identifier, kind: kind, time: now, noted: now)
                    (event.subject, event.reason) = (name, reason?.shortened(to: Self.longestReason))
                    return event
                }
                if facts.isStale(at: now), let confirmed = facts.confirmed {
                    try notebook.note(.feedStale, name, once: confirmed.nanoseconds, at: now) {
                        make(.feedStale, $0, "confirmed last at \(confirmed)")
                    }
                }
                if let error = state.lastError {
                    let success = state.lastSuccess?.nanoseconds ?? 0
                    try notebook.note(.feedRefused, name, once: success, at: now) { make(.feedRefused, $0, error) }
                }
            }
            return notebook.outcome
        }
    }

    private static let longestReason = 500
}
