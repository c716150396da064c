import Foundation
import Testing

/// A disk of a test's own that is soon full: a file system in memory (tmpfs), which goes with the value.
///
/// Mounted with mount(8), which takes root; where that is not permitted, `isPermitted` says so on standard error, loudly.
final class SmallDisk {
    let path: String
    private let folder: TemporaryFolder

    static let isPermitted: Bool = {
        do {
            _ = try SmallDisk()
            return true
        } catch {
            FileHandle.standardError.write(
                Data("NOT TESTED: full and read-only disks, for none can be mounted here: \(error)\n".utf8))
            return false
        }
    }()

    struct Failure: Error {
        let output: String
    }

    init(kibibytes: Int = 4_096) throws {
        folder = try TemporaryFolder()
        path = folder.url.path
        try Self.run(["mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "flowcensus-test", path])
    }

    deinit {
        try? Self.run(["umount", "-l", path])
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Fills the disk but for some room.
    func fill(leaving kibibytes: Int) throws {
        _ = FileManager.default.createFile(atPath: file("filling"), contents: nil)
        let filling = try FileHandle(forUpdating: URL(fileURLWithPath: file("filling")))
        let piece = Data(repeating: 0, count: 4_096)
        while (try? filling.write(contentsOf: piece)) != nil {}
        let size = try filling.seekToEnd()
        try filling.truncate(atOffset: size - min(size, UInt64(kibibytes) * 1_024))
    }

    /// Gives back what `fill` took.
    func makeRoom() throws {
        try FileManager.default.removeItem(atPath: file("filling"))
    }

    func makeReadOnly() throws {
        try Self.run(["mount", "-o", "remount,ro", path])
    }

    private static func run(_ command: [String]) throws {
        let process = try BackgroundCommand(command)
        let output = try process.finish()
        guard process.status == 0 else { throw Failure(output: output) }
    }
}
