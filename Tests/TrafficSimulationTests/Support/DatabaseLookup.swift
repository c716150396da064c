import Foundation

/// What libmaxminddb's own command finds in a database.
struct DatabaseLookup {
    private let path: String

    static let program = "/usr/bin/mmdblookup"

    /// Whether the command is there; where it is not, the tests that need it say so and pass.
    static let isInstalled: Bool = {
        let isThere = FileManager.default.isExecutableFile(atPath: program)
        if !isThere {
            FileHandle.standardError.write(
                Data("NOT TESTED: country databases with libmaxminddb, for there is no \(program)\n".utf8))
        }
        return isThere
    }()

    init(_ bytes: [UInt8]) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString).mmdb")
        try Data(bytes).write(to: file)
        path = file.path
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The text found under some keys, such as `country`, `iso_code`; `nil` where the address has none.
    func text(_ address: String, _ keys: [String]) throws -> String? {
        let output = try run(["--ip", address] + keys)
        return output.split(separator: "\"").dropFirst().first.map(String.init)
    }

    /// What the command says of the file's metadata.
    func metadata() throws -> String {
        try run(["--verbose", "--ip", "192.0.2.1"])
    }

    private func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = ["--file", path] + arguments
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }
}
