import ArgumentParser
import Foundation
package import Logging
import TextFormats

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
            // A file's name may hold an end of a line, which begins no line of its own.
            return "flowcensus: \(word)\(message.printable)"
        case .json:
            let fields = metadata.map { (name: $0.key, value: Self.json($0.value)) }
            let own: [(name: String, value: JSONValue)] = [
                (name: "time", value: .text(Date.now.formatted(.iso8601))),
                (name: "level", value: .text(level.rawValue)), (name: "message", value: .text(message)),
            ]
            return String(decoding: JSONValue.object(own + fields).canonicalText, as: UTF8.self)
        }
    }

    /// Numbers as numbers, all else as text.
    private static func json(_ value: Logger.MetadataValue) -> JSONValue {
        switch value {
        case .stringConvertible(let number as any BinaryInteger): .number("\(number)")
        case .stringConvertible(let number as Double) where number.isFinite: .number("\(number)")
        default: .text("\(value)")
        }
    }
}
