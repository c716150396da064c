import Glibc

/// Why an input cannot be read, or not further: which one, and what is wrong.
package struct ByteInputError: Error, Equatable {
    /// The input as the operator named it.
    package let input: String
    package let problem: Problem

    package init(input: String, problem: Problem) {
        self.input = input
        self.problem = problem
    }

    /// Whether this user may not open the input, or pass one of its folders.
    package var isForbidden: Bool { problem == .system(operation: "open it", reason: systemError(EACCES)) }

    package enum Problem: Error, Equatable {
        /// The system refused an operation; `reason` is its own text.
        case system(operation: String, reason: String)
        case isDirectory
        case tooLarge(limit: Int)
        /// `command` unpacks a file to standard output.
        case unsupportedCompression(name: String, command: String)
        case corruptCompression(reason: String)
        /// The compressed data ends within a stream, of some format.
        case cutCompression(format: String)
    }
}

extension ByteInputError: CustomStringConvertible {
    package var description: String { "\(input): \(problem)" }
}

extension ByteInputError.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let operation, let reason): "cannot \(operation): \(reason)"
        case .isDirectory: "is a folder"
        case .tooLarge(let limit): "holds more than \(limit) bytes"
        case .unsupportedCompression(let name, let command):
            "is compressed with \(name), which is not read directly: unpack it with '\(command) FILE'"
        case .corruptCompression(let reason): "the compressed data is damaged: \(reason)"
        case .cutCompression(let format):
            "the compressed data is damaged: it ends within the \(format) stream"
        }
    }
}
