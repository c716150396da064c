import Foundation
import Synchronization

/// A script of `Tests/Engines` that runs beside a test, says a first line once it is ready, and answers each order by a line. It ends
/// with the value, or with the process.
package final class OrderedScript: Sendable {
    /// What it said first; empty where it ended without a word.
    package let firstLine: String
    private let process: Process
    private let input: Pipe
    private let output: FileHandle
    private let orders = Mutex(())

    package init(_ name: String, _ arguments: [String]) throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Engines/\(name)").path
        let answers = Pipe()
        (process, input, output) = (Process(), Pipe(), answers.fileHandleForReading)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script] + arguments
        (process.standardInput, process.standardOutput) = (input, answers)
        try process.run()
        firstLine = Self.line(output)
    }

    deinit { end() }

    /// Ends it, and waits for that.
    /// - Returns: its status.
    @discardableResult
    package func end() -> Int32 {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus
    }

    package func order(_ text: String) {
        orders.withLock { _ in
            input.fileHandleForWriting.write(Data("\(text)\n".utf8))
            _ = Self.line(output)
        }
    }

    private static func line(_ handle: FileHandle) -> String {
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let piece = handle.availableData
            guard !piece.isEmpty else { break }
            line += piece
        }
        return String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
