import Glibc

/// Where results go: standard output, or a file that appears under its name only when it is whole.
package final class TextOutput {
    /// As messages have it.
    private let name: String
    private let descriptor: OutputDescriptor
    /// The file as it is called while it is written, and the name that it gets; `nil` where it is written in place.
    private let file: (partial: String, final: String)?
    private var isOpen: Bool

    /// - Parameters:
    ///   - path: `nil` or `-` for standard output.
    ///   - readers: of a file.
    package init(path: String?, for readers: OutputReaders = .owner) throws {
        guard let path, path != "-" else {
            (name, descriptor, file, isOpen) = ("standard output", .standardOutput, nil, false)
            return
        }
        do {
            switch try OutputPlace(path) {
            case .descriptor(let number): (descriptor, file) = (try .duplicate(number), nil)
            case .special: (descriptor, file) = (try .open(special: path), nil)
            case .file:
                let (partial, made) = try OutputPlace.makePartial(path, for: readers)
                (descriptor, file) = (made, (partial, path))
            }
        } catch {
            throw CommandProblem("\(path): cannot be written: \(error.reason)")
        }
        (name, isOpen) = (path, true)
    }

    /// A file that was not finished goes.
    deinit {
        guard isOpen else { return }
        descriptor.abandon()
        removePartial()
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
            guard let file else { return }
            guard unsafe rename(file.partial, file.final) == 0 else { throw OutputDescriptor.Refusal.last }
        } catch let refusal as OutputDescriptor.Refusal {
            removePartial()
            throw problem(refusal)
        }
    }

    private func problem(_ refusal: OutputDescriptor.Refusal) -> CommandProblem {
        let rest = file == nil ? "it is not whole" : "nothing was left of it"
        return CommandProblem(
            "\(name): cannot be written: \(refusal.reason); \(rest), and the same command writes it again")
    }

    private func removePartial() {
        if let file { _ = unsafe unlink(file.partial) }
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
