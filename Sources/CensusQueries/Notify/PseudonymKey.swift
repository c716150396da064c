package import Digests
import Foundation
import Runtime

/// The key from which the pseudonyms of hosts are made.
package struct PseudonymKey {
    package let key: SymmetricKey
    /// Whether it was drawn for this run, so that no other run can use the same pseudonyms.
    let isDrawn: Bool

    /// Whether it was read from a file that others may read, who can then tell whom the pseudonyms stand for.
    package private(set) var isOpenToOthers = false

    /// Fewer bytes than these can be tried out.
    private static let minimumLength = 16
    private static let maximumLength = 4_096

    /// Draws one.
    package init() {
        (key, isDrawn) = (SymmetricKey(), true)
    }

    /// Reads one from a file, all of whose bytes it is.
    package init(file path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path),
            let bytes = try? handle.read(upToCount: Self.maximumLength + 1)
        else {
            throw CommandProblem(
                "--key: \(path): cannot be read; where there is none, make one: head -c 32 /dev/urandom > \(path)")
        }
        guard bytes.count <= Self.maximumLength else {
            throw CommandProblem("--key: \(path): has more than \(Self.maximumLength) bytes, so it is not a key")
        }
        guard bytes.count >= Self.minimumLength else {
            throw CommandProblem(
                "--key: \(path): has \(bytes.count) bytes, which can be tried out; give it 32 random ones: "
                    + "head -c 32 /dev/urandom > \(path)")
        }
        guard Set(bytes).count > 1 else {
            throw CommandProblem(
                "--key: \(path): all its bytes are the same, which is the first thing to be tried out; give it 32 random "
                    + "ones: head -c 32 /dev/urandom > \(path)")
        }
        (key, isDrawn) = (SymmetricKey(data: bytes), false)
        isOpenToOthers = Self.isOpenToOthers(path)
    }

    /// Whether others than its owner may read or change a file.
    private static func isOpenToOthers(_ path: String) -> Bool {
        let permissions = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? NSNumber
        return permissions.map { $0.intValue & 0o077 != 0 } ?? false
    }
}
