import CoreMetrics
import Synchronization

/// What one instrument has measured.
final class Series: CounterHandler, MeterHandler, RecorderHandler, TimerHandler, Sendable {
    private struct State {
        var value = 0.0
        var count: UInt64 = 0
    }

    private let state = Mutex(State())

    private static let nanoseconds = 1e9

    func lines(_ family: MetricFamily, _ labels: String) -> String {
        let state = state.withLock { $0 }
        let place = labels.isEmpty ? "" : "{\(labels)}"
        guard family.kind == .summary else { return "\(family.name)\(place) \(Self.text(state.value))\n" }
        return "\(family.name)_sum\(place) \(Self.text(state.value))\n\(family.name)_count\(place) \(state.count)\n"
    }

    /// Whole numbers without a fraction.
    private static func text(_ value: Double) -> String {
        Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    func increment(by amount: Int64) {
        state.withLock { $0.value += Double(amount) }
    }

    func reset() {
        state.withLock { $0 = State() }
    }

    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) {
        state.withLock { $0.value = value }
    }

    func increment(by amount: Double) {
        state.withLock { $0.value += amount }
    }

    func decrement(by amount: Double) {
        state.withLock { $0.value -= amount }
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        state.withLock { state in
            state.value += value
            state.count += 1
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / Self.nanoseconds) }
}
