import Glibc

/// A file without a name, for what a stream gave and may be needed again; it goes with the process, whatever ends it.
package final class SpoolFile: Sendable {
    private let descriptor: CInt

    /// Makes one in the folder for temporary files.
    package init() throws(ByteInputError.Problem) {
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/flowcensus-XXXXXX".utf8CString)
        descriptor = unsafe template.withUnsafeMutableBufferPointer { path in
            // mkstemp(3) makes a file that its owner alone may read.
            let descriptor = unsafe path.baseAddress.map { unsafe mkstemp($0) } ?? -1
            if descriptor >= 0, let name = path.baseAddress { unsafe unlink(name) }
            return descriptor
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        guard descriptor >= 0 else {
            throw .system(operation: "keep a copy of it in \(folder) until it is known", reason: lastSystemError())
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Where this process can open it.
    package var path: String { "/proc/self/fd/\(descriptor)" }

    package func append(_ bytes: ArraySlice<UInt8>) throws(ByteInputError.Problem) {
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { bytes in
                unsafe write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                throw .system(
                    operation: "keep a copy of it until it is known; TMPDIR names another folder for that",
                    reason: lastSystemError())
            }
            done += written
        }
    }

    /// Reads some bytes that stand at a place into `bytes`, from index `start` on; none behind the last.
    package func read(
        into bytes: inout [UInt8], from start: Int, at offset: UInt64
    ) throws(ByteInputError.Problem) -> Int {
        while true {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
                return unsafe pread(descriptor, room.baseAddress, room.count, off_t(clamping: offset))
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw .system(operation: "read its copy", reason: lastSystemError()) }
        }
    }
}
