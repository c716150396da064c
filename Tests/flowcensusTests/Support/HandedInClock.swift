import Foundation
import NetworkTypes

/// A wall clock that real processes read in place of the system's: libfaketime hands it in from a file, and it stands until it is
/// set. Steady clocks run on.
struct HandedInClock {
    private let path: String

    private static let library = ["x86_64", "aarch64"].map { "/usr/lib/\($0)-linux-gnu/faketime/libfaketimeMT.so.1" }
        .first { FileManager.default.fileExists(atPath: $0) }

    static var isThere: Bool { library != nil }

    init(in folder: TemporaryFolder, at time: Timestamp) throws {
        path = folder.path("clock")
        try set(time)
    }

    func set(_ time: Timestamp) throws {
        let words = time.description.prefix(19).replacingOccurrences(of: "T", with: " ")
        try Data("\(words)\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Starts the program by it in a folder. The library changes the environment of the first program that it is loaded into, and Swift
    /// finds no arguments behind an environment that was changed: so a shell comes before.
    func begin(_ arguments: [String], in folder: TemporaryFolder) throws -> BackgroundCommand {
        let variables = [
            "LD_PRELOAD=\(Self.library ?? "")", "FAKETIME_TIMESTAMP_FILE=\(path)", "FAKETIME_NO_CACHE=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1", "DONT_FAKE_MONOTONIC=1", "TZ=UTC",
        ]
        return try BackgroundCommand(
            ["-C", folder.url.path] + variables + ["sh", "-c", "exec \"$@\"", "sh", CommandRun.executable.path]
                + arguments)
    }

    /// Waits for the end of a process, and removes what the library leaves of it in shared memory.
    func finish(_ command: BackgroundCommand) throws {
        try command.finish()
        for name in ["faketime_shm", "sem.faketime_sem"] {
            try? FileManager.default.removeItem(atPath: "/dev/shm/\(name)_\(command.processIdentifier)")
        }
    }
}
