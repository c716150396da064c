/// A source at its end: what follows a capture that is in memory whole.
final class EmptySource: ByteSource {
    let fileBytesRead: UInt64 = 0

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }
}
