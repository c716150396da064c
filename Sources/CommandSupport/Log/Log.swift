package import CensusModel
import Foundation
package import Logging
import Runtime
import Synchronization

/// Log lines on standard error: `flowcensus: error: …`, or without a word before them for plain information.
package enum Log {
    package static let logger = Logger(label: "flowcensus")
    /// What lines look like from now on.
    package static var format: LogFormat {
        get { currentFormat.withLock { $0 } }
        set { currentFormat.withLock { $0 = newValue } }
    }
    /// Whether standard error is a terminal, where a progress line may stand.
    package static let isOnTerminal = isatty(STDERR_FILENO) == 1
    private static let currentFormat = Mutex(LogFormat.text)

    package static func bootstrap() {
        LoggingSystem.bootstrap { _ in LineHandler() }
    }

    /// Logs lines about what was seen, the first with the numbers as fields.
    package static func logSummary(_ lines: [String], _ coverage: Coverage) {
        var fields: Logger.Metadata = [:]
        for (name, count) in CoverageText.counters(coverage) { fields[name] = .stringConvertible(count) }
        for line in lines {
            logger.info("\(line)", metadata: fields)
            fields = [:]
        }
    }

    /// Where standard error takes nothing, there is nobody to tell.
    package static func standardError(_ text: String) {
        try? OutputDescriptor.standardError.write(Array(text.utf8))
    }
}

/// Writes each message as one line, over a progress line where one stands.
private struct LineHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let overProgress = Log.isOnTerminal ? "\r\u{1B}[K" : ""
        let line = Log.format.line(event.level, "\(event.message)", event.metadata ?? [:])
        Log.standardError("\(overProgress)\(line)\n")
    }
}
