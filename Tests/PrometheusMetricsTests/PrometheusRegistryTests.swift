import CoreMetrics
import Testing

@testable import PrometheusMetrics

@Suite("A registry of metrics")
struct PrometheusRegistryTests {
    private let registry = PrometheusRegistry([
        MetricFamily("a_total", .counter, "How many."), MetricFamily("b", .gauge, "How much."),
        MetricFamily("c_seconds", .summary, "How long."), MetricFamily("d_total", .counter, "Not measured."),
    ])

    @Test("writes what was measured, in the order of its families")
    func text() {
        let meter = Meter(label: "b", dimensions: [("class", "c2")], factory: registry)
        meter.set(2.5)
        Counter(label: "a_total", factory: registry).increment(by: 3)
        Counter(label: "a_total", factory: registry).increment()
        let timer = Timer(label: "c_seconds", factory: registry)
        timer.recordNanoseconds(1_500_000_000)
        timer.recordNanoseconds(500_000_000)
        #expect(
            registry.text == """
                # HELP a_total How many.
                # TYPE a_total counter
                a_total 4
                # HELP b How much.
                # TYPE b gauge
                b{class="c2"} 2.5
                # HELP c_seconds How long.
                # TYPE c_seconds summary
                c_seconds_sum 2
                c_seconds_count 2

                """)
    }

    @Test("escapes the values of labels")
    func escaping() {
        Meter(label: "b", dimensions: [("x", "a\"b\\c\nd")], factory: registry).set(1)
        #expect(registry.text.contains(#"b{x="a\"b\\c\nd"} 1"#))
    }

    @Test("keeps no family that it does not know, and a bounded number of label values")
    func bounds() {
        Counter(label: "unknown", factory: registry).increment()
        for number in 0..<5_000 { Meter(label: "b", dimensions: [("x", "\(number)")], factory: registry).set(1) }
        let lines = registry.text.split(separator: "\n")
        #expect(!lines.contains { $0.contains("unknown") })
        #expect(lines.count { $0.hasPrefix("b{") } == 1_000)
    }
}
