import Foundation
import Runtime
import Synchronization
import TextFormats

/// A program of the system that is given bytes and returns some. It gets no shell, and no words but those stated.
struct HelperProgram {
    let path: String
    let arguments: [String]
    /// Seconds after which it is ended; `nil` for as long as it takes.
    var timeLimit: Double?

    /// - Parameter folder: for the files through which the bytes go: a pipe could fill up at either end.
    /// - Throws: why it failed, with the first line that it printed about it.
    func run(_ input: [UInt8], in folder: String) throws -> [UInt8] {
        let names = ["input", "output", "errors"].map { "\(folder)/.\($0).\(UInt64.random(in: 0...UInt64.max))" }
        defer { for name in names { try? FileManager.default.removeItem(atPath: name) } }
        for (name, bytes) in zip(names, [Data(input), Data(), Data()]) {
            let isMade = FileManager.default.createFile(
                atPath: name, contents: bytes, attributes: [.posixPermissions: 0o600])
            guard isMade else { throw CommandProblem("\(name): cannot be written") }
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle(forReadingAtPath: names[0])
        process.standardOutput = FileHandle(forWritingAtPath: names[1])
        process.standardError = FileHandle(forWritingAtPath: names[2])
        do { try process.run() } catch { throw CommandProblem("\(path): cannot be run: \(error.localizedDescription)") }
        try wait(for: process)
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let errors = String(decoding: FileManager.default.contents(atPath: names[2]) ?? Data(), as: UTF8.self)
            let line = errors.split(separator: "\n").first.map { ": \($0.prefix(200))".printable } ?? ""
            throw CommandProblem("\(path) ended with status \(process.terminationStatus)\(line)")
        }
        return Array(FileManager.default.contents(atPath: names[1]) ?? Data())
    }

    /// One at a time where time is limited: Foundation notices the end of a program by a socket that programs which were started
    /// later hold open.
    private static let turn = Mutex(())

    /// As `run`, when no other program runs whose time is limited.
    func runInTurn(_ input: [UInt8], in folder: String) throws -> [UInt8] {
        try Self.turn.withLock { _ in try run(input, in: folder) }
    }

    private func wait(for process: Process) throws {
        guard let timeLimit else { return process.waitUntilExit() }
        let deadline = ContinuousClock.now + .seconds(timeLimit)
        while process.isRunning, ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.01) }
        guard process.isRunning else { return process.waitUntilExit() }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        throw CommandProblem("\(path) took more than \(timeLimit) seconds, and was ended")
    }
}
