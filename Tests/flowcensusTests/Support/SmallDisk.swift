import Foundation
import Testing

/// A file system in memory that is soon full.
final class SmallDisk {
    private let path: String
    private var filler: String { path + "/filler" }
    var store: String { path + "/census.db" }

    init(in folder: TemporaryFolder, kibibytes: Int) throws {
        path = folder.path("disk")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Self.run(["mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "flowcensus-test", path])
    }

    deinit {
        _ = try? Self.run(["umount", "-l", path])
    }

    /// Leaves no byte free.
    func fill() throws {
        let command = try BackgroundCommand(["dd", "if=/dev/zero", "of=\(filler)", "bs=4k"])
        #expect(try command.finish().contains("No space left"))
    }

    func makeRoom() throws {
        try FileManager.default.removeItem(atPath: filler)
    }

    private static func run(_ command: [String]) throws {
        let process = try BackgroundCommand(command)
        let output = try process.finish()
        try #require(process.status == 0, "\(output)")
    }
}
