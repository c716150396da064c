import Synchronization

/// How a live count is going: what a display reads while the session writes.
package final class LiveStatus: Sendable {
    /// One look at it.
    package struct Reading: Sendable {
        package var total = TrafficReading()
        package var packetsPerSecond = 0.0
        package var bitsPerSecond = 0.0
        /// Hosts that are affected in the hour being counted, as of the last commit; `nil` before the first.
        package var affectedHosts: Int?
        /// Seconds since the lists were loaded.
        package var listAge = 0.0
    }

    private let state = Mutex(Reading())

    package init() {}

    package var reading: Reading { state.withLock { $0 } }

    func update(_ change: (inout sending Reading) -> Void) {
        state.withLock { change(&$0) }
    }
}
