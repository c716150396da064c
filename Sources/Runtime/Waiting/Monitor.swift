import Foundation
import Synchronization

/// A state that threads change, and wait for: every change wakes those that wait, who look again.
package final class Monitor<State: Sendable>: Sendable {
    private let change = NSCondition()
    private let state: Mutex<State>

    package init(_ state: State) {
        self.state = Mutex(state)
    }

    /// Reads or changes the state.
    package func withLock<Result: Sendable>(_ body: (inout State) throws -> Result) rethrows -> Result {
        change.lock()
        defer {
            change.broadcast()
            change.unlock()
        }
        return try state.withLock { try body(&$0) }
    }

    /// Waits until the state has what `body` looks for, which may take it.
    package func wait<Result: Sendable>(for body: (inout State) -> Result?) -> Result {
        change.lock()
        defer {
            change.broadcast()
            change.unlock()
        }
        while true {
            if let result = state.withLock({ body(&$0) }) { return result }
            change.wait()
        }
    }
}
