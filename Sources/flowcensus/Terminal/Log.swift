import Foundation
import Logging

/// Log lines on standard error: `flowcensus: error: …`, or without a word before them for plain information.
enum Log {
    static let logger = Logger(label: "flowcensus")

    static func bootstrap() {
        LoggingSystem.bootstrap { _ in LineHandler() }
    }

    static func standardError(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
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
        let word: String =
            switch event.level {
            case .error, .critical: "error: "
            case .warning: "warning: "
            default: ""
            }
        let overProgress = ProgressLine.isOnTerminal ? "\r\u{1B}[K" : ""
        Log.standardError("\(overProgress)flowcensus: \(word)\(event.message)\n")
    }
}
