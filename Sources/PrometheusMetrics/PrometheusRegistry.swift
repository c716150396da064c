package import CoreMetrics
import Synchronization

/// Keeps what the instruments of swift-metrics measure, and writes it as Prometheus reads it (text format 0.0.4).
///
/// Only families that it was made with are kept, so that every metric has a description, and their number a bound.
package final class PrometheusRegistry: MetricsFactory, Sendable {
    /// The type of ``text``.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private let families: [MetricFamily]
    private let series: Mutex<[String: [String: Series]]>

    /// Label values of one family; of more nothing is kept.
    private static let mostSeries = 1_000

    package init(_ families: [MetricFamily]) {
        self.families = families
        series = Mutex(Dictionary(families.map { ($0.name, [:]) }, uniquingKeysWith: { first, _ in first }))
    }

    /// All that was measured, sorted by family as they were given, then by labels.
    package var text: String {
        let all = series.withLock { $0 }
        return families.map { family in
            let lines = (all[family.name] ?? [:]).sorted { $0.key < $1.key }.map { labels, series in
                series.lines(family, labels)
            }
            guard !lines.isEmpty else { return "" }
            return "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.kind.rawValue)\n"
                + lines.joined()
        }.joined()
    }

    private func instrument(_ name: String, _ dimensions: [(String, String)]) -> Series {
        let labels = dimensions.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        return series.withLock { all in
            if let known = all[name]?[labels] { return known }
            let new = Series()
            if let count = all[name]?.count, count < Self.mostSeries { all[name]?[labels] = new }
            return new
        }
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        instrument(label, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        instrument(label, dimensions)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        instrument(label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        instrument(label, dimensions)
    }

    // What was measured stays until the process ends: a counter that went would seem to begin anew.

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}
