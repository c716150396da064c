import CensusEvents
import Logging
import TextFormats

/// Writes events to the log of the process, with their members as fields.
final class LogSink: EventSink {
    let batchSize = 256
    private let line: EventLine
    private let logger: Logger

    init(_ line: EventLine, logger: Logger) {
        (self.line, self.logger) = (line, logger)
    }

    func send(_ events: [CensusEvent]) {
        for event in events {
            var fields: Logger.Metadata = [:]
            if case .object(let members) = event.json(line.hosts) {
                for member in members where member.name != "message" && member.name != "time" {
                    let text = member.value.text ?? member.value.elements.compactMap(\.text).joined(separator: ", ")
                    fields["event_\(member.name)"] = "\(text)"
                }
            }
            logger.notice("\(event.kind.rawValue): \(event.sentence(line.hosts))", metadata: fields)
        }
    }
}
