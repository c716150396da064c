import Glibc

/// A regular file that is read at any place, beside whoever reads it front to back, by any thread.
package final class PlacedFile: Sendable {
    private let descriptor: CInt

    /// Opens a regular file; `nil` for anything else.
    package convenience init?(path: String) {
        self.init(descriptor: unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    }

    /// Takes a descriptor over, and closes it at the end.
    init?(descriptor: CInt) {
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        guard FileStatus(descriptor: descriptor)?.size != nil else { return nil }
    }

    deinit {
        close(descriptor)
    }

    package var size: UInt64 { status?.size ?? 0 }

    package var status: FileStatus? { FileStatus(descriptor: descriptor) }

    /// Where this process can open it, whatever its name names by now.
    package var path: String { "/proc/self/fd/\(descriptor)" }

    /// Some bytes; fewer where the file ends before.
    package func bytes(from offset: UInt64, count: Int) throws(ByteInputError.Problem) -> [UInt8] {
        try readBytes(of: descriptor, from: offset, count: count)
    }

    /// Puts some bytes into a buffer in place of what it holds; fewer where the file ends before.
    package func read(from offset: UInt64, count: Int, into buffer: inout [UInt8]) throws(ByteInputError.Problem) {
        if buffer.count > count {
            buffer.removeLast(buffer.count - count)
        } else {
            buffer.append(contentsOf: repeatElement(0, count: count - buffer.count))
        }
        var (done, problem) = (0, nil as ByteInputError.Problem?)
        unsafe buffer.withUnsafeMutableBytes { bytes in
            do throws(ByteInputError.Problem) {
                done = unsafe try readBytes(of: descriptor, from: offset, into: bytes)
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
        buffer.removeLast(count - done)
    }
}

extension FileSource {
    /// The same file, whatever its name names by now; `nil` where the system has no descriptor left.
    package func placed() -> PlacedFile? { PlacedFile(descriptor: fcntl(number, F_DUPFD_CLOEXEC, 0)) }
}

/// Some bytes of a regular file, wherever it is being read; fewer where it ends before.
///
/// Unsafe, because memory for all `count` bytes is reserved, and written only as far as the file goes: filling it with zeros costs more
/// than reading a short file.
func readBytes(of descriptor: CInt, from offset: UInt64, count: Int) throws(ByteInputError.Problem) -> [UInt8] {
    var problem: ByteInputError.Problem?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
        do throws(ByteInputError.Problem) {
            done = unsafe try readBytes(of: descriptor, from: offset, into: UnsafeMutableRawBufferPointer(buffer))
        } catch {
            problem = error
        }
    }
    if let problem { throw problem }
    return bytes
}

/// Fills a buffer from some place of a regular file, as far as the file goes; returns how many bytes there were.
private func readBytes(
    of descriptor: CInt, from offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
) throws(ByteInputError.Problem) -> Int {
    var done = 0
    while done < buffer.count {
        guard let place = off_t(exactly: offset + UInt64(done)) else { break }
        let read = unsafe pread(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, place)
        if read < 0, errno == EINTR { continue }
        guard read >= 0 else { throw .system(operation: "read", reason: lastSystemError()) }
        guard read > 0 else { break }
        done += read
    }
    return done
}
