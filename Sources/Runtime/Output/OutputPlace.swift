import Glibc

/// What a path stands for that results are to be written to.
package enum OutputPlace {
    /// A file, which is there or is to be made. A link is replaced by it, and not followed.
    case file
    /// A device or a pipe, written in place.
    case special
    /// Something that is open already, as `/dev/stdout`.
    case descriptor(CInt)

    init(_ path: String) throws(OutputDescriptor.Refusal) {
        if let number = Self.descriptor(path) {
            self = .descriptor(number)
            return
        }
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            self = .file
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw OutputDescriptor.Refusal(number: EISDIR)
        case S_IFREG, S_IFLNK: self = .file
        default: self = .special
        }
    }

    /// The number that a path says which names what is open; `nil` for every other path.
    private static func descriptor(_ path: String) -> CInt? {
        switch path {
        case "/dev/stdout": return STDOUT_FILENO
        case "/dev/stderr": return STDERR_FILENO
        default:
            let prefix = ["/dev/fd/", "/proc/self/fd/"].first { path.hasPrefix($0) }
            return prefix.flatMap { CInt(path.dropFirst($0.count)) }
        }
    }

    /// Makes a file of a new name in the folder of another one.
    static func makePartial(
        _ path: String, for readers: OutputReaders
    ) throws(OutputDescriptor.Refusal) -> (path: String, descriptor: OutputDescriptor) {
        var last = OutputDescriptor.Refusal(number: EEXIST)
        for _ in 0..<mostTries {
            let partial = partialPath(path)
            do {
                return (partial, try OutputDescriptor.create(partial, for: readers))
            } catch {
                last = error
            }
            guard last.number == EEXIST else { break }
        }
        throw last
    }

    /// Names are drawn from 2^64, so that the second try is as good as sure to succeed.
    private static let mostTries = 8
    /// What is kept of a name, whose length the system bounds.
    private static let longestName = 128

    /// A name of its own in the same folder, which hides from those who list it.
    package static func partialPath(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = String(decoding: (parts.last ?? "").utf8.prefix(longestName), as: UTF8.self)
        let unique = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        return (parts.dropLast() + [".\(name).\(unique).partial"]).joined(separator: "/")
    }
}
