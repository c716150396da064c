import CommandSupport
import CoreMetrics
import Foundation
import HTTPListener
import IngestPipeline
import Logging
import NetworkTypes
import PrometheusMetrics

/// Where Prometheus reads how a live count goes. It answers whoever reaches it, and tells of no host and no origin.
struct MetricsEndpoint {
    private let address: ReceptionAddress
    private let registry = PrometheusRegistry(LiveMetrics.families + ShipStatus.families)

    /// Has everything that is measured from now on kept.
    init(_ address: ReceptionAddress) {
        self.address = address
        MetricsSystem.bootstrap(registry)
    }

    /// Answers on a thread of its own until the process ends.
    func start() throws {
        var limits = ListenerLimits()
        (limits.connections, limits.connectionsOfPeer) = (16, 8)
        (limits.rate, limits.burst) = (50, 100)
        let registry = registry
        let listener = try HTTPListener(
            address, limits: limits,
            handler: { request in
                switch request.head.path {
                case "/metrics": HTTPAnswer(.ok, PrometheusRegistry.contentType, registry.text)
                case "/healthz": HTTPAnswer(.ok, "text/plain; charset=utf-8", "ok\n")
                default: HTTPAnswer(.notFound, "text/plain; charset=utf-8", "there is /metrics and /healthz\n")
                }
            })
        Log.logger.info("metrics at http://\(listener.address)/metrics")
        Thread.detachNewThread { listener.run() }
    }
}
