import Glibc

/// A file that lives in memory and has no name, written anew for every input: readers open it by its descriptor.
package final class MemoryFile: Sendable {
    private let descriptor: CInt
    package let path: String

    package init() {
        var name = Array("/dev/shm/flowcensus-fuzz-XXXXXX".utf8CString)
        descriptor = unsafe mkstemp(&name)
        _ = unsafe unlink(name)
        path = "/proc/self/fd/\(descriptor)"
        expect(descriptor >= 0, "a file in memory can be made")
    }

    deinit { close(descriptor) }

    package func write(_ bytes: [UInt8]) {
        expect(ftruncate(descriptor, 0) == 0, "the file can be emptied")
        let written = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        expect(written == bytes.count, "the file can be written")
    }
}
