import CensusNotice
import Digests
import Foundation
import NetworkTypes
import Runtime

/// Writes one file of a notice, and keeps its size and its checksum.
final class FileWriter {
    private let name: String
    private let path: String
    private let handle: FileHandle
    private var hash = SHA256()
    private var size: UInt64 = 0
    /// What was not written yet: lines are short, and a call for each would cost more than they do.
    private var pending: [UInt8] = []

    private static let pieceLength = 64 * 1_024

    /// - Parameter name: the file's path in the folder, which is there.
    init(_ name: String, in folder: String) throws {
        (self.name, path) = (name, "\(folder)/\(name)")
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw CommandProblem("\(path): cannot be written") }
        self.handle = handle
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
            try handle.write(contentsOf: pending)
        } catch {
            throw CommandProblem("\(path): cannot be written: \(error.localizedDescription)")
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Closes the file.
    func finish() throws -> NoticeFile {
        try flush()
        try handle.close()
        return NoticeFile(name: name, size: size, digest: hash.finalize().hexadecimal)
    }
}
