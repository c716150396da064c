import Foundation

/// A folder with a configuration, and commands that are run with it.
struct ConfiguredFolder {
    let folder: TemporaryFolder
    let path: String

    init(_ text: String) throws {
        try self.init(bytes: Array(text.utf8))
    }

    init(bytes: [UInt8]) throws {
        folder = try TemporaryFolder()
        path = try folder.file("flowcensus.yaml", bytes)
    }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandRun {
        try CommandRun(arguments + ["--config", path], in: folder.url, environment: environment)
    }
}
