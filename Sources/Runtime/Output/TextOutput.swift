import Foundation
import Glibc

/// Where results go: standard output, or a file that appears under its name only when it is whole.
package final class TextOutput {
    /// As messages have it.
    private let name: String
    private let descriptor: OutputDescriptor
    /// The name that a file gets when it is whole; `nil` where it is written in place.
    private let finalPath: String?
    private var isOpen: Bool

    /// - Parameter path: `nil` or `-` for standard output.
    package init(path: String?) throws {
        guard let path, path != "-" else {
            (name, descriptor, finalPath, isOpen) = ("standard output", .standardOutput, nil, false)
            return
        }
        let isInPlace = Self.isSpecial(path)
        do {
            descriptor = try .create(isInPlace ? path : Self.partial(path))
        } catch {
            throw CommandProblem("\(path): cannot be written: \(error.reason)")
        }
        (name, finalPath, isOpen) = (path, isInPlace ? nil : path, true)
    }

    /// A file that was not finished goes.
    deinit {
        guard isOpen else { return }
        descriptor.abandon()
        if let finalPath { Self.removePartial(finalPath) }
    }

    /// Whether there is something other than a file: a device or a pipe, written in place.
    private static func isSpecial(_ path: String) -> Bool {
        let type = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
        return type != nil && type != .typeRegular
    }

    /// - Throws: `ReaderGone` where nobody reads the pipe any more.
    package func write(_ text: [UInt8]) throws {
        do {
            try descriptor.write(text)
        } catch {
            throw error.number == EPIPE ? ReaderGone() : problem(error)
        }
    }

    package func write(_ text: String) throws {
        try write(Array(text.utf8))
    }

    /// Gives a file its name.
    package func finish() throws {
        guard isOpen else { return }
        do {
            isOpen = false
            try descriptor.finish()
            guard let finalPath else { return }
            guard unsafe rename(Self.partial(finalPath), finalPath) == 0 else { throw OutputDescriptor.Refusal.last }
        } catch let refusal as OutputDescriptor.Refusal {
            if let finalPath { Self.removePartial(finalPath) }
            throw problem(refusal)
        }
    }

    private func problem(_ refusal: OutputDescriptor.Refusal) -> CommandProblem {
        let rest = finalPath == nil ? "it is not whole" : "nothing was left of it"
        return CommandProblem(
            "\(name): cannot be written: \(refusal.reason); \(rest), and the same command writes it anew")
    }

    private static func partial(_ path: String) -> String { path + ".partial" }

    private static func removePartial(_ path: String) {
        _ = unsafe unlink(partial(path))
    }
}

/// The reader of a pipe has had enough, as `head` has: no failure, and nothing more to write.
package struct ReaderGone: Error {}

/// Runs what writes results, and ends it quietly where their reader goes.
package func untilReaderGoes(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch is ReaderGone {
    }
}
