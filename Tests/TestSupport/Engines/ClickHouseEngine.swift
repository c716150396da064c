package import Foundation
import Synchronization

/// A ClickHouse of a test's own: `Tests/Engines/engine`. It ends with the value, or with the process.
package final class ClickHouseEngine: Sendable {
    /// Which ClickHouse it is.
    package enum Dialect: String, CaseIterable, Sendable {
        /// Debian's package: 18.16.
        case debian
        /// Today's: chDB.
        case today
    }

    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    package let dialect: Dialect
    package let port: Int
    /// Where it keeps its data.
    package let folder: URL
    private let process: Process
    private let input: Pipe
    private let output: FileHandle
    private let orders = Mutex(())

    /// Starts it, and waits until it answers.
    /// - Returns: `nil` where the engine is not installed, which is said.
    package init?(_ dialect: Dialect) throws {
        self.dialect = dialect
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Engines/engine").path
        let answers = Pipe()
        (process, input, output) = (Process(), Pipe(), answers.fileHandleForReading)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script, dialect.rawValue, folder.path]
        (process.standardInput, process.standardOutput) = (input, answers)
        try process.run()
        let line = Self.line(output)
        guard let port = Int(line) else {
            process.waitUntilExit()
            guard process.terminationStatus == 3 else { throw Problem(description: "the engine did not start") }
            let install = dialect == .debian ? ".ci/install tests" : "Tests/Engines/install"
            FileHandle.standardError.write(
                Data("NOT TESTED: stores on ClickHouse (\(dialect)), which is not installed; run \(install)\n".utf8))
            return nil
        }
        self.port = port
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The name of a store in a database.
    package func store(_ database: String, user: String = "default", options: String = "") -> String {
        "clickhouse://\(user)@127.0.0.1:\(port)/\(database)\(options)"
    }

    /// Ends the server as a crash would.
    package func kill() { order("kill") }

    /// Starts the server again, and waits until it answers.
    package func start() { order("start") }

    private func order(_ text: String) {
        orders.withLock { _ in
            input.fileHandleForWriting.write(Data("\(text)\n".utf8))
            _ = Self.line(output)
        }
    }

    /// Runs a statement by hand.
    /// - Returns: what the server answers, refusals included.
    @discardableResult
    package func run(_ statement: String) throws -> String {
        let client = try LoopbackClient(port: UInt16(port))
        client.send(
            "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(statement.utf8.count)\r\n\r\n"
                + statement)
        return String(decoding: client.receiveAll(), as: UTF8.self)
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
