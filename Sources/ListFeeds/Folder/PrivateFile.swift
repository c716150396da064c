import Glibc

/// A file that is made under a name of its own and gets its name when it is whole and on the disk; only its owner may read it.
final class PrivateFile {
    let path: String
    private var descriptor: CInt
    private(set) var length = 0
    private let limit: Int
    private var isPublished = false

    /// - Parameters:
    ///   - folder: where it is made, under a name that `isPartial` knows.
    ///   - limit: bytes that it may have.
    init(in folder: String, limit: Int = .max) throws(FeedError) {
        path = "\(folder)/\(Self.partialPrefix)\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        self.limit = limit
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.problem(path) }
    }

    private static let partialPrefix = ".incoming-"

    /// Whether a name is that of a file that was not finished.
    static func isPartial(_ name: String) -> Bool { name.hasPrefix(partialPrefix) }

    /// A file that was not published goes.
    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !isPublished { _ = unsafe unlink(path) }
    }

    func write(_ bytes: [UInt8]) throws(FeedError) {
        guard length + bytes.count <= limit else {
            throw .damaged(what: "the list", reason: "holds more than \(limit) bytes")
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            // The buffer is the slice's own, lent for the call.
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw Self.problem(path) }
            rest = rest.dropFirst(max(0, count))
        }
        length += bytes.count
    }

    /// Has the disk take what was written; the file still goes unless it is published.
    func finish() throws(FeedError) {
        guard descriptor >= 0 else { return }
        guard fsync(descriptor) == 0 else { throw Self.problem(path) }
        close(descriptor)
        descriptor = -1
    }

    /// Gives the file its name, in place of whatever has it, so that no end of the machine can leave half of it.
    func publish(as final: String) throws(FeedError) {
        try finish()
        guard unsafe rename(path, final) == 0 else { throw Self.problem(final) }
        isPublished = true
        try Self.synchronize(folderOf: final)
    }

    /// Writes a whole file.
    static func write(_ bytes: [UInt8], as final: String) throws(FeedError) {
        let file = try PrivateFile(in: folder(of: final))
        try file.write(bytes)
        try file.publish(as: final)
    }

    /// Puts a link in place of another one, at once.
    static func link(_ final: String, to target: String) throws(FeedError) {
        let partial = "\(folder(of: final))/\(partialPrefix)\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        guard unsafe symlink(target, partial) == 0 else { throw problem(final) }
        guard unsafe rename(partial, final) == 0 else {
            let error = problem(final)
            _ = unsafe unlink(partial)
            throw error
        }
        try synchronize(folderOf: final)
    }

    /// Makes a folder that only its owner may enter, where there is none.
    static func makeFolder(_ path: String) throws(FeedError) {
        guard unsafe mkdir(path, 0o700) != 0 else { return }
        guard errno == EEXIST else { throw problem(path) }
    }

    /// Has the disk take the names in a folder.
    private static func synchronize(folderOf path: String) throws(FeedError) {
        let number = unsafe open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw problem(path) }
        defer { close(number) }
        // File systems that cannot say so, and no failure.
        guard fsync(number) == 0 || errno == EINVAL || errno == EROFS else { throw problem(path) }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func problem(_ path: String) -> FeedError {
        .folder(path: path, reason: "cannot be written: \(unsafe String(cString: strerror(errno)))")
    }
}
