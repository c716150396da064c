package import CensusModel
import CoreMetrics
import NetworkTypes
package import PrometheusMetrics
import Runtime
import Synchronization

/// How shipping is going: what displays and metrics read.
package final class ShipStatus: Sendable {
    /// One look at it.
    package struct Reading: Sendable {
        package var backlog = ShippingBacklog(hours: 0, flows: 0)
        /// Whether the destination did not answer the last time.
        package var isAway = false
        /// Shipments that the destination took.
        package var shipments: UInt64 = 0
        package var flows: UInt64 = 0
        /// When the destination had everything for the last time, by a steady clock; `nil` before the first.
        package var completeAt: Int64?
    }

    private let state = Mutex(Reading())
    private let shipments = Counter(label: "flowcensus_shipments_total")
    private let failures = Counter(label: "flowcensus_failed_shipments_total")
    private let waiting = Meter(label: "flowcensus_unshipped_flows")
    private let lag = Meter(label: "flowcensus_ship_lag_seconds")

    /// What each of the metrics is.
    package static let families = [
        MetricFamily("flowcensus_shipments_total", .counter, "Shipments that the destination took."),
        MetricFamily(
            "flowcensus_failed_shipments_total", .counter, "Times at which the destination could not be reached."),
        MetricFamily("flowcensus_unshipped_flows", .gauge, "Flows that the destination does not have."),
        MetricFamily("flowcensus_ship_lag_seconds", .gauge, "Time since the destination had everything."),
    ]

    package init() {
        for counter in [shipments, failures] { counter.increment(by: 0) }
    }

    package var reading: Reading { state.withLock { $0 } }

    func noteShipment(flows: UInt64) {
        shipments.increment()
        state.withLock { state in
            state.shipments += 1
            state.flows += flows
            state.isAway = false
        }
    }

    func noteFailure() {
        failures.increment()
        state.withLock { $0.isAway = true }
    }

    /// - Parameter now: by a steady clock.
    func note(_ backlog: ShippingBacklog, at now: Int64) {
        waiting.set(backlog.flows)
        let seconds = state.withLock { state in
            state.backlog = backlog
            if backlog.hours == 0 || state.completeAt == nil { state.completeAt = now }
            return (now - (state.completeAt ?? now)) / Timestamp.nanosecondsPerSecond
        }
        lag.set(seconds)
    }
}
