/// Where the bytes of a capture come from: a file, a pipe, a decompressor.
///
/// Called a few times per megabyte, so that the dynamic call costs nothing per packet.
package protocol ByteSource: AnyObject {
    /// Reads at least one byte into `buffer` and returns how many; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteInputError.Problem) -> Int

    /// Bytes taken from the file itself so far, before decompression: what progress is measured in.
    var fileBytesRead: UInt64 { get }
}
