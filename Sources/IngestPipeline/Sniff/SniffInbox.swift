import Dispatch
import Synchronization

/// What a session has to see to.
enum SniffEvent: Sendable {
    case stop(reason: String)
    case reloadLists
    case printStatistics
    /// A worker has put a slice on its desk.
    case sliceDelivered
    /// A worker's tally has grown so large that it should be committed now.
    case tallyIsLarge
}

/// Events for the session, from signals and workers.
final class SniffInbox: Sendable {
    private let events = Mutex<[SniffEvent]>([])
    private let arrival = DispatchSemaphore(value: 0)

    func post(_ event: SniffEvent) {
        events.withLock { $0.append(event) }
        arrival.signal()
    }

    /// The events that are there, or come within so many nanoseconds.
    func take(within nanoseconds: Int64) -> [SniffEvent] {
        _ = arrival.wait(timeout: .now() + .nanoseconds(Int(max(0, nanoseconds))))
        return events.withLock { events in
            defer { events = [] }
            return events
        }
    }
}
