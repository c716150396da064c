import ArgumentParser
import Foundation
package import Logging

/// What log lines look like.
package enum LogFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// `flowcensus: warning: …`, for people.
    case text
    /// One JSON object a line, with the time, the level, the message, and what it is about by name.
    case json

    package func line(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) -> String {
        switch self {
        case .text:
            let word: String =
                switch level {
                case .error, .critical: "error: "
                case .warning: "warning: "
                default: ""
                }
            return "flowcensus: \(word)\(message)"
        case .json:
            var fields = metadata.mapValues { "\($0)" }
            fields["time"] = Date.now.formatted(.iso8601)
            fields["level"] = level.rawValue
            fields["message"] = message
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            // A dictionary of strings always has a form in JSON.
            return (try? encoder.encode(fields)).map { String(decoding: $0, as: UTF8.self) } ?? message
        }
    }
}
