import Glibc

/// Reads a secret from a file that others may not read.
package enum SecretFile {
    /// Why a file gives no secret; it is never part of what is said.
    package struct Problem: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Bytes that a secret may have.
    private static let maximumLength = 64 * 1_024

    /// The text of a file, without blanks and line ends around it.
    package static func read(_ path: String) throws(Problem) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw Problem(description: "\(path): cannot be read: \(lastError)") }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Problem(description: "\(path): is no file")
        }
        guard status.st_mode & 0o007 == 0 else {
            throw Problem(description: "\(path): holds a secret, and everybody may read it: run 'chmod o= \(path)'")
        }
        guard status.st_size <= maximumLength else {
            throw Problem(description: "\(path): is too long for a secret")
        }
        let text = String(decoding: try bytes(of: descriptor, path), as: UTF8.self)
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
        let secret = text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        guard !secret.isEmpty else { throw Problem(description: "\(path): is empty, and should hold a secret") }
        return String(secret)
    }

    private static func bytes(of descriptor: CInt, _ path: String) throws(Problem) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: maximumLength)
        var length = 0
        while length < bytes.count {
            // Writes behind what is there, within the array.
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: length), buffer.count - length)
            }
            guard count >= 0 else { throw Problem(description: "\(path): cannot be read: \(lastError)") }
            if count == 0 { break }
            length += count
        }
        return Array(bytes.prefix(length))
    }

    private static var lastError: String { unsafe String(cString: strerror(errno)) }
}
