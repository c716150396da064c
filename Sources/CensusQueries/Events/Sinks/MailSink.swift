import CensusEvents
import CensusNotice
import Foundation
import NetworkTypes
import Runtime

/// Hands events to the system's mail program: those of one pass in one mail, at most a hundred.
final class MailSink: EventSink {
    let batchSize = 100
    private let line: EventLine
    private let recipient: String
    private let sender: String
    private let program: HelperProgram
    private let folder = PrivateFolder()
    private let clock: WallClock

    init(_ line: EventLine, to recipient: String, from sender: String, program path: String, clock: @escaping WallClock)
    {
        (self.line, self.recipient, self.sender, self.clock) = (line, recipient, sender, clock)
        program = HelperProgram(
            path: path, arguments: ["-i", "-f", sender, "--", recipient], timeLimit: ProgramSink.timeLimit)
    }

    func send(_ events: [CensusEvent]) throws(EventSinkFailure) {
        let mail = EventMail(
            lines: events.map { String(decoding: line.bytes($0), as: UTF8.self) },
            subject: subject(events), identifier: events.first?.identifier ?? "")
        do {
            _ = try program.runInTurn(mail.message(to: recipient, from: sender, at: clock()), in: try folder.path())
        } catch {
            throw .away(reason: "\(error)")
        }
    }

    private func subject(_ events: [CensusEvent]) -> String {
        guard let first = events.first, events.count == 1 else { return "[flowcensus] \(events.count) events" }
        return "[flowcensus] \(first.kind.title)"
    }
}
