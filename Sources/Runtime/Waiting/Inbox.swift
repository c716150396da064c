import Dispatch
import Synchronization

/// Events for one thread, from any others.
package final class Inbox<Event: Sendable>: Sendable {
    private let events = Mutex<[Event]>([])
    private let arrival = DispatchSemaphore(value: 0)

    package init() {}

    package func post(_ event: Event) {
        events.withLock { $0.append(event) }
        arrival.signal()
    }

    /// The events that are there, or come within so many nanoseconds.
    package func take(within nanoseconds: Int64) -> [Event] {
        _ = arrival.wait(timeout: .now() + .nanoseconds(Int(max(0, nanoseconds))))
        return events.withLock { events in
            defer { events = [] }
            return events
        }
    }
}
