import Glibc

/// The bytes of a file or pipe, by plain `read(2)`: measured faster than mapping it.
package final class FileSource: ByteSource {
    private let descriptor: CInt
    private let ownsDescriptor: Bool
    package private(set) var fileBytesRead: UInt64 = 0

    /// Opens a file; a folder is refused.
    package init(path: String) throws(ByteInputError.Problem) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        ownsDescriptor = true
        guard descriptor >= 0 else { throw .system(operation: "open it", reason: Self.openingError(path)) }
        guard let status = FileStatus(descriptor: descriptor) else {
            throw .system(operation: "examine it", reason: lastSystemError())
        }
        guard !status.isFolder else { throw .isDirectory }
        // Doubles the kernel's read-ahead; a refusal changes nothing but speed.
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    /// Opens a file and begins at some byte of it.
    package convenience init(path: String, from offset: UInt64) throws(ByteInputError.Problem) {
        try self.init(path: path)
        guard let offset = off_t(exactly: offset), lseek(descriptor, offset, SEEK_SET) == offset else {
            throw .system(operation: "seek in it", reason: lastSystemError())
        }
    }

    /// Reads what somebody else opened, and leaves it open: standard input.
    package init(borrowing descriptor: CInt) {
        self.descriptor = descriptor
        ownsDescriptor = false
    }

    var number: CInt { descriptor }

    deinit {
        if ownsDescriptor, descriptor >= 0 { close(descriptor) }
    }

    /// `nil` where the system does not tell.
    package var identity: FileIdentity? { FileStatus(descriptor: descriptor)?.identity }

    /// The size in bytes of a regular file; `nil` for pipes and devices.
    package var size: UInt64? { FileStatus(descriptor: descriptor)?.size }

    /// The size in bytes of a regular file; `nil` for anything else and for nothing.
    package static func sizeOfRegularFile(_ path: String) -> UInt64? {
        FileStatus(path: path)?.size
    }

    /// Whether a path can be said in Unicode: of a name that is not UTF-8 other bytes have come through.
    package static func canBeNamed(_ path: String) -> Bool { !path.unicodeScalars.contains("\u{FFFD}") }

    private static func openingError(_ path: String) -> String {
        let isMissing = errno == ENOENT
        let text = lastSystemError()
        return isMissing && !canBeNamed(path) ? "\(text): its name is not UTF-8, and has to be changed" : text
    }

    /// Some bytes of a file; fewer where it ends before.
    package static func bytes(of path: String, from offset: UInt64, count: Int) throws(ByteInputError) -> [UInt8] {
        do {
            let source = try FileSource(path: path, from: offset)
            var buffer = ReadBuffer(head: [], pieceLength: count)
            _ = try buffer.fill(count, from: source)
            return Array(buffer.unused)
        } catch {
            throw ByteInputError(input: path, problem: error)
        }
    }

    /// Some bytes of a regular file, wherever it is being read; fewer where it ends before.
    package func bytes(from offset: UInt64, count: Int) throws(ByteInputError.Problem) -> [UInt8] {
        try readBytes(of: descriptor, from: offset, count: count)
    }

    package func read(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        while true {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
                return unsafe Glibc.read(descriptor, room.baseAddress, room.count)
            }
            if count >= 0 {
                fileBytesRead += UInt64(count)
                return count
            }
            guard errno == EINTR else { throw .system(operation: "read", reason: lastSystemError()) }
        }
    }
}

/// The text of `errno`.
package func lastSystemError() -> String {
    systemError(errno)
}

/// What the system calls an error of some number.
func systemError(_ number: CInt) -> String {
    let text = unsafe String(cString: strerror(number))
    return number == EMFILE ? "\(text): raise the limit with 'ulimit -n' and run the same command again" : text
}
