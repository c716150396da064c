import CommandSupport
import Foundation
import IngestPipeline
import Synchronization

/// One line on a terminal that says how far a run has come, and how long it will take; nothing elsewhere.
final class ProgressLine: Sendable {
    /// The words, given the seconds since the beginning.
    private let text: @Sendable (Double) -> String
    private let started = ContinuousClock.now
    private let isRunning = Mutex(true)
    private let ended = DispatchSemaphore(value: 0)

    private static let interval = 0.2

    /// Shows `progress` while `body` runs.
    static func show<Result>(_ progress: IngestProgress, while body: () throws -> Result) rethrows -> Result {
        let timeLeft = Mutex(TimeLeft())
        return try show(
            { seconds in
                let reading = progress.reading
                let left = timeLeft.withLock { $0.seconds(reading, elapsed: seconds) }
                return ProgressText.line(reading, seconds: seconds, left: left)
            }, while: body)
    }

    /// Shows some words while `body` runs.
    static func show<Result>(
        _ text: @escaping @Sendable (Double) -> String, while body: () throws -> Result
    ) rethrows -> Result {
        guard Log.isOnTerminal else { return try body() }
        let line = ProgressLine(text)
        defer { line.end() }
        return try body()
    }

    private init(_ text: @escaping @Sendable (Double) -> String) {
        self.text = text
        Thread.detachNewThread { [self] in
            while isRunning.withLock({ $0 }) {
                draw()
                Thread.sleep(forTimeInterval: Self.interval)
            }
            Log.standardError("\r\u{1B}[K")
            ended.signal()
        }
    }

    private func end() {
        isRunning.withLock { $0 = false }
        ended.wait()
    }

    private func draw() {
        let elapsed = (ContinuousClock.now - started) / .seconds(1)
        Log.standardError("\r\u{1B}[K\(text(max(elapsed, Self.interval)))")
    }
}

/// The words of the progress line.
enum ProgressText {
    /// - Parameters:
    ///   - seconds: since the beginning.
    ///   - left: seconds that it will still take; `nil` where that is not known.
    static func line(_ reading: IngestProgress.Reading, seconds: Double, left: Double?) -> String {
        let rate = "\(scaled(Double(reading.packets) / seconds)) packets/s, \(reading.matched) matched"
        guard reading.bytesExpected > 0 else { return "\(scaled(Double(reading.bytesDone)))B, \(rate)" }
        let share = min(1, Double(reading.bytesDone) / Double(reading.bytesExpected))
        let rest = left.map { "\(clock($0)) left" } ?? (share > 0 ? "reading waits for the store" : "")
        return "\(Int(share * 100)) % of \(scaled(Double(reading.bytesExpected)))B, \(rate)"
            + (rest.isEmpty ? "" : ", \(rest)")
    }

    /// Three digits or so, and a decimal prefix: 1.25 M.
    static func scaled(_ value: Double) -> String {
        for (factor, prefix) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where value >= factor {
            return String(format: "%.2f %@", value / factor, prefix)
        }
        return String(format: "%.0f ", value)
    }

    private static func clock(_ seconds: Double) -> String {
        let seconds = Int(seconds.rounded(.up))
        return seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
    }
}
