import Foundation

/// The built command, as its users run it.
enum Command {
    /// It is built beside the test bundle.
    static let executable =
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("flowcensus")

    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    static func start(_ arguments: [String], output: URL, errors: URL) throws -> Process {
        let process = Process()
        (process.executableURL, process.arguments) = (executable, arguments)
        process.standardInput = FileHandle.nullDevice
        for file in [output, errors] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        return process
    }

    static func run(_ arguments: [String], in folder: Folder) throws -> Result {
        let (output, errors) = (folder.url("output"), folder.url("errors"))
        let process = try start(arguments, output: output, errors: errors)
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
}

/// A folder that goes when the value does.
final class Folder {
    let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func url(_ name: String) -> URL { root.appendingPathComponent(name) }
    func path(_ name: String) -> String { url(name).path }

    /// Every file below a folder, by its path in it.
    func files(_ name: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: path(name)).sorted() {
            let file = url(name).appendingPathComponent(path)
            if let data = try? Data(contentsOf: file) { files[path] = data }
        }
        return files
    }
}
