import CensusModel
import CensusQueries
import CoreMetrics
import HTTPListener
import HourlyRollup
import NetworkTypes
import PrometheusMetrics
import Runtime
import Synchronization

/// What the server tells Prometheus: how it is doing itself, and what the store says of its last hour.
final class ServerMetrics: Sendable {
    private let registry = PrometheusRegistry([
        MetricFamily("flowcensus_http_requests_total", .counter, "Requests, by the status of their answers."),
        MetricFamily("flowcensus_http_request_seconds", .summary, "What answers took until they were sent."),
        MetricFamily("flowcensus_http_body_bytes_total", .counter, "Bytes of answers."),
        MetricFamily("flowcensus_resident_memory_bytes", .gauge, "Memory that the process holds."),
        MetricFamily("flowcensus_last_hour_timestamp_seconds", .gauge, "When the last hour in the store began."),
        MetricFamily(
            "flowcensus_affected_hosts", .gauge, "Distinct hosts affected in the last hour in the store, by class."),
        MetricFamily(
            "flowcensus_sensor_last_shipment_timestamp_seconds", .gauge,
            "When each sensor shipped last, by the clock here."),
        MetricFamily("flowcensus_sensor_vanished", .gauge, "1 for each sensor from which nothing comes any more."),
        MetricFamily("flowcensus_list_entries", .gauge, "Entries of the version of each list that was used last."),
        MetricFamily(
            "flowcensus_list_first_used_timestamp_seconds", .gauge, "When the version of each list came into use."),
    ])
    /// The version of the store that the figures are of.
    private let known = Mutex("")

    func note(_ exchange: HTTPExchange) {
        Counter(
            label: "flowcensus_http_requests_total", dimensions: [("status", "\(exchange.status.code)")],
            factory: registry
        ).increment()
        Timer(label: "flowcensus_http_request_seconds", factory: registry)
            .recordMilliseconds(exchange.milliseconds)
        Counter(label: "flowcensus_http_body_bytes_total", factory: registry).increment(by: exchange.length)
    }

    /// The text, with the figures of the store as it is.
    func text(_ desk: StoreDesk, _ context: AnswerContext) throws -> String {
        let version = try desk.version().text
        let isNew = known.withLock { known in
            defer { known = version }
            return known != version
        }
        if isNew { try desk.withStore { try lookInto($0, context) } }
        try desk.withStore { try lookAtSensors($0) }
        if let bytes = ResidentMemory.bytes { set("flowcensus_resident_memory_bytes", Int64(clamping: bytes)) }
        return registry.text
    }

    /// Whether a sensor has vanished depends on the time.
    private func lookAtSensors(_ store: any CensusStore) throws {
        guard let centre = store as? any RunSink else { return }
        for (name, state) in SensorSummary.latest(try centre.sensors()) {
            let sensor = [("sensor", name)]
            set(
                "flowcensus_sensor_last_shipment_timestamp_seconds",
                state.received.nanoseconds / Timestamp.nanosecondsPerSecond, sensor)
            set("flowcensus_sensor_vanished", state.isSilent(at: SystemClock.now) ? 1 : 0, sensor)
        }
    }

    private func lookInto(_ store: any CensusStore, _ context: AnswerContext) throws {
        for list in try store.lists() {
            let name = [("list", list.record.name)]
            set("flowcensus_list_entries", Int64(list.record.entries), name)
            if let time = Timestamp(parsing: list.firstUsedAt) {
                set(
                    "flowcensus_list_first_used_timestamp_seconds", time.nanoseconds / Timestamp.nanosecondsPerSecond,
                    name)
            }
        }
        guard let last = try store.coverage(in: HourRange()).keys.max() else { return }
        set("flowcensus_last_hour_timestamp_seconds", last.startSeconds)
        let query = RowQuery(
            .counts(by: .threatClass, minimumGrade: nil), hours: HourRange(only: last), seesOneWay: context.seesOneWay)
        let rows = try query.census(store, context.enrichments).hourlyCounts(by: .threatClass, minimumGrade: nil)
        for threatClass in ThreatClass.allCases {
            let row = rows.first { $0.threatClass == threatClass }
            set("flowcensus_affected_hosts", Int64(clamping: row?.hosts.affected ?? 0), [("class", threatClass.name)])
        }
    }

    private func set(_ name: String, _ value: Int64, _ dimensions: [(String, String)] = []) {
        Meter(label: name, dimensions: dimensions, factory: registry).set(value)
    }
}
