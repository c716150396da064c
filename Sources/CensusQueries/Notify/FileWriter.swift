import CensusNotice
import Digests
import NetworkTypes
import Runtime

/// Writes one file of a notice, and keeps its size and its checksum.
final class FileWriter {
    private let name: String
    private let path: String
    private let descriptor: OutputDescriptor
    private var hash = SHA256()
    private var size: UInt64 = 0
    /// What was not written yet: lines are short, and a call for each would cost more than they do.
    private var pending: [UInt8] = []

    private static let pieceLength = 64 * 1_024

    /// - Parameter name: the file's path in the folder, which is there.
    init(_ name: String, in folder: String) throws {
        (self.name, path) = (name, "\(folder)/\(name)")
        do {
            descriptor = try .create(path, for: .owner)
        } catch {
            throw CommandProblem("\(path): cannot be written: \(error.reason)")
        }
    }

    func write(_ text: [UInt8]) throws {
        pending += text
        if pending.count >= Self.pieceLength { try flush() }
    }

    /// Hands on what a writer appends.
    func write(_ append: (inout [UInt8]) -> Void) throws {
        append(&pending)
        if pending.count >= Self.pieceLength { try flush() }
    }

    private func flush() throws {
        hash.update(data: pending)
        size += UInt64(pending.count)
        do {
            try descriptor.write(pending)
        } catch {
            throw CommandProblem("\(path): cannot be written: \(error.reason)")
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Closes the file.
    func finish() throws -> NoticeFile {
        try flush()
        do {
            try descriptor.finish()
        } catch {
            throw CommandProblem("\(path): cannot be written: \(error.reason)")
        }
        return NoticeFile(name: name, size: size, digest: hash.finalize().hexadecimal)
    }
}
