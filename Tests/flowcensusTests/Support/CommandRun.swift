import Foundation

/// One run of the built command: what it printed, and how it ended.
struct CommandRun {
    let status: Int32
    let output: String
    let errors: String

    /// Runs `flowcensus` with arguments, in a folder, with a file as standard input and more variables of the environment.
    init(
        _ arguments: [String], in folder: URL? = nil, input: URL? = nil, environment: [String: String] = [:]
    ) throws {
        let process = Process()
        if !environment.isEmpty {
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        }
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
        let scratch = try TemporaryFolder()
        let streams = try (scratch.writingHandle("output"), scratch.writingHandle("errors"))
        (process.standardOutput, process.standardError) = streams
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = try scratch.text("output")
        errors = try scratch.text("errors")
    }

    /// The command is built beside the test bundle.
    static let executable: URL =
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("flowcensus")

    /// The rows of a CSV output, by column.
    var rows: [[String: String]] { CSVRows.rows(output) }
}

/// Reads CSV without quoted fields.
enum CSVRows {
    static func rows(_ text: String) -> [[String: String]] {
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }
}

/// A folder that goes when the value does.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes a file and returns its path.
    func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let target = url.appendingPathComponent(name)
        try Data(bytes).write(to: target)
        return target.path
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appendingPathComponent(name)), as: UTF8.self)
    }

    func writingHandle(_ name: String) throws -> FileHandle {
        _ = try file(name, [])
        return try FileHandle(forWritingTo: url.appendingPathComponent(name))
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// The files of the repository.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func path(_ relative: String) -> String { root.appendingPathComponent(relative).path }

    static func text(_ relative: String) throws -> String {
        String(decoding: try Data(contentsOf: root.appendingPathComponent(relative)), as: UTF8.self)
    }
}
