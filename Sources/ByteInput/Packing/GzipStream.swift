private import CISAL

/// ISA-L's decompressor (RFC 1951), for the data of gzip members and the trailers behind them.
///
/// Takes half of what zlib's takes, and 90 KB of memory.
///
/// Unsafe, because C: a step reads and writes within the two arrays that it is called with, and the handle is this value's own
/// from its beginning to its end.
@safe final class GzipStream {
    private let handle: UnsafeMutableRawPointer

    enum Step {
        /// More input is needed, or more room.
        case going(produced: Int)
        /// The member has ended, and its checksum is right.
        case ended(produced: Int)
        case damaged(produced: Int, reason: String)
    }

    init() throws(ByteInputError.Problem) {
        guard let handle = unsafe flowcensus_inflate_new() else {
            throw .system(operation: "unpack it", reason: "out of memory")
        }
        unsafe self.handle = handle
    }

    deinit {
        unsafe flowcensus_inflate_free(handle)
    }

    /// Begins at the data of a member.
    func begin() {
        unsafe flowcensus_inflate_begin(handle)
    }

    /// Unpacks as much as the input at hand gives, which may be none, and `bytes` takes from index `start` on.
    func step(_ input: inout CompressedInput, into bytes: inout [UInt8], from start: Int) -> Step {
        var (used, produced) = (0 as UInt32, 0 as UInt32)
        let status = unsafe input.unused.withUnsafeBufferPointer { packed in
            unsafe bytes.withUnsafeMutableBufferPointer { buffer in
                let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[start...])
                return unsafe flowcensus_inflate_step(
                    handle, packed.baseAddress, UInt32(clamping: packed.count), room.baseAddress,
                    UInt32(clamping: room.count), &used, &produced)
            }
        }
        let hadInput = input.count > 0
        input.use(Int(used))
        if Int(status) == FLOWCENSUS_INFLATE_ENDED { return .ended(produced: Int(produced)) }
        if status < 0 { return .damaged(produced: Int(produced), reason: Self.reason(status)) }
        // Sound data always leads on.
        if hadInput, used == 0, produced == 0, bytes.count > start {
            return .damaged(produced: 0, reason: "invalid block")
        }
        return .going(produced: Int(produced))
    }

    private static func reason(_ status: CInt) -> String {
        switch status {
        case ISAL_INVALID_BLOCK: "invalid block"
        case ISAL_INVALID_SYMBOL: "invalid code"
        case ISAL_INVALID_LOOKBACK: "invalid distance too far back"
        case ISAL_INCORRECT_CHECKSUM: "incorrect data check"
        default: "ISA-L status \(status)"
        }
    }
}
