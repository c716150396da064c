/// Where the bytes of a capture come from: a file, a pipe, a decompressor.
///
/// Called a few times per megabyte, so that the dynamic call costs nothing per packet.
package protocol ByteSource: AnyObject {
    /// Reads at least one byte into `bytes`, from index `start` on, which has room, and returns how many; 0 at the end.
    func read(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int

    /// Bytes taken from the file itself so far, before decompression: what progress is measured in.
    var fileBytesRead: UInt64 { get }
}
