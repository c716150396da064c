package import Foundation

/// A server on this machine that answers well, or in one of the ways that a client must survive: `Tests/Servers/hostile-server`.
/// It ends with the value, or with the process.
package final class HostileServer: Sendable {
    private let process: Process
    private let input: Pipe
    private let ports: [String: Int]
    /// What it serves under `/files/` lies in its folder `files`.
    package let folder: URL

    /// With which certificate it answers.
    package enum Certificate: String, Sendable {
        /// None: HTTP in the clear.
        case plain
        case good
        /// Of another host.
        case other
        /// One that is over.
        case over
        /// One that nobody vouches for.
        case stranger
    }

    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    /// Starts it, and waits until it listens.
    package init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Servers/hostile-server").path
        let output = Pipe()
        (process, input) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script, folder.path]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw Problem(description: "the server did not start") }
            line += piece
        }
        ports = try JSONDecoder().decode([String: Int].self, from: line)
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// - Parameter path: begins with a slash.
    package func address(_ path: String, _ certificate: Certificate = .good) -> String {
        "\(certificate == .plain ? "http" : "https")://127.0.0.1:\(ports[certificate.rawValue] ?? 0)\(path)"
    }

    /// The certificate of the authority that vouches for all but the stranger.
    package var authority: String { folder.appendingPathComponent("certificates/ca.pem").path }

    /// Puts a file under `/files/`.
    package func serve(_ name: String, _ text: String) throws {
        let file = folder.appendingPathComponent("files/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file, options: .atomic)
    }

    /// One request that came.
    package struct Request: Decodable, Sendable {
        package let method: String
        package let path: String
        /// By names in lower case.
        package let headers: [String: String]
        package let body: String
    }

    /// All requests that came until now.
    package var requests: [Request] { get throws { try noted("requests") } }

    /// Of these, what `/gate/NAME` took; it takes nothing while there is a file `NAME.closed` under `/files/`.
    package var accepted: [Request] { get throws { try noted("accepted") } }

    private func noted(_ name: String) throws -> [Request] {
        let text = (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data()
        return try text.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Request.self, from: Data($0))
        }
    }
}
