package import Foundation

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
    private let script: OrderedScript

    /// Starts it, and waits until it answers.
    /// - Parameter isSecure: whether `port` is the one of HTTPS, for which `folder` holds the certificate of its authority.
    /// - Returns: `nil` where the engine is not installed, which is said.
    package init?(_ dialect: Dialect, isSecure: Bool = false) throws {
        self.dialect = dialect
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        script = try OrderedScript("engine", [dialect.rawValue, folder.path] + (isSecure ? ["tls"] : []))
        guard let port = Int(script.firstLine) else {
            guard script.end() == 3 else { throw Problem(description: "the engine did not start") }
            let install = dialect == .debian ? ".ci/install tests" : "Tests/Engines/install"
            FileHandle.standardError.write(
                Data("NOT TESTED: stores on ClickHouse (\(dialect)), which is not installed; run \(install)\n".utf8))
            return nil
        }
        self.port = port
    }

    deinit {
        script.end()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The name of a store in a database.
    package func store(_ database: String, user: String = "default", options: String = "") -> String {
        "clickhouse://\(user)@127.0.0.1:\(port)/\(database)\(options)"
    }

    /// Ends the server as a crash would.
    package func kill() { script.order("kill") }

    /// Starts the server again, and waits until it answers.
    package func start() { script.order("start") }

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
}
