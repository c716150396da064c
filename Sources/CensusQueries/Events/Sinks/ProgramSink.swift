import CensusEvents
import Foundation
import Runtime

/// Runs a program for each event, which gets the event's line on standard input, and no word of it on its command line.
final class ProgramSink: EventSink {
    let batchSize = 1
    private let line: EventLine
    private let program: HelperProgram
    private let folder = PrivateFolder()

    /// Seconds that a program may take.
    static let timeLimit = 60.0

    init(_ line: EventLine, path: String, arguments: [String]) {
        self.line = line
        program = HelperProgram(path: path, arguments: arguments, timeLimit: Self.timeLimit)
    }

    func send(_ events: [CensusEvent]) throws(EventSinkFailure) {
        for event in events {
            do {
                _ = try program.runInTurn(line.bytes(event) + [UInt8(ascii: "\n")], in: try folder.path())
            } catch {
                throw .away(reason: "\(error)")
            }
        }
    }
}

/// A folder for files that only this process reads, made when it is first used, and again where somebody has cleared it away.
final class PrivateFolder {
    private var made: String?

    func path() throws -> String {
        if let made, FileManager.default.fileExists(atPath: made) { return made }
        let path = "\(NSTemporaryDirectory())/flowcensus-\(UInt64.random(in: 0...UInt64.max))"
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandProblem("\(path): cannot be made: \(error.localizedDescription)")
        }
        made = path
        return path
    }

    deinit {
        if let made { try? FileManager.default.removeItem(atPath: made) }
    }
}
