import Foundation

/// Where results go: standard output, or a file that appears under its name only when it is whole.
package final class TextOutput {
    private let handle: FileHandle
    /// The name that a file gets when it is whole; `nil` where it is written in place.
    private let finalPath: String?

    /// - Parameter path: `nil` or `-` for standard output.
    package init(path: String?) throws {
        guard let path, path != "-" else {
            handle = .standardOutput
            finalPath = nil
            return
        }
        let isInPlace = Self.isSpecial(path)
        let target = isInPlace ? path : Self.partial(path)
        finalPath = isInPlace ? nil : path
        if !isInPlace { _ = FileManager.default.createFile(atPath: target, contents: nil) }
        guard let handle = FileHandle(forWritingAtPath: target) else {
            throw InputProblem("\(path): cannot be written")
        }
        self.handle = handle
    }

    /// Whether there is something other than a file: a device or a pipe, written in place.
    private static func isSpecial(_ path: String) -> Bool {
        let type = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
        return type != nil && type != .typeRegular
    }

    package func write(_ text: [UInt8]) throws {
        try handle.write(contentsOf: text)
    }

    package func write(_ text: String) throws {
        try write(Array(text.utf8))
    }

    /// Gives a file its name.
    package func finish() throws {
        guard let finalPath else { return }
        try handle.close()
        guard unsafe rename(Self.partial(finalPath), finalPath) == 0 else {
            throw InputProblem("\(finalPath): cannot be written: \(unsafe String(cString: strerror(errno)))")
        }
    }

    private static func partial(_ path: String) -> String { path + ".partial" }
}
