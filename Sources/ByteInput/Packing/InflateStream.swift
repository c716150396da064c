private import CZlib

/// zlib's decompressor (RFC 1951), for data without anything around it. It says where the data ended to the byte, which ISA-L's
/// does only with gzip's trailer behind it.
///
/// A class, because zlib keeps the address of the structure that it works on.
@safe final class InflateStream {
    private var stream = unsafe z_stream()

    enum Step {
        case going(produced: Int)
        case ended(produced: Int)
        case damaged(produced: Int, reason: String)
    }

    init() throws(ByteInputError.Problem) {
        let status = unsafe inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw .system(operation: "start zlib", reason: "status \(status)") }
    }

    deinit {
        unsafe inflateEnd(&stream)
    }

    /// Unpacks as much as the input at hand gives, and `bytes` takes from index `start` on.
    func step(_ input: inout CompressedInput, into bytes: inout [UInt8], from start: Int) -> Step {
        let room = UInt32(clamping: bytes.count - start)
        let (status, used, produced) = unsafe input.unused.withUnsafeBufferPointer { packed in
            // zlib never writes through next_in; its type only predates const.
            unsafe stream.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
            unsafe stream.avail_in = UInt32(clamping: packed.count)
            let status = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
                unsafe stream.next_out = UnsafeMutableBufferPointer(rebasing: buffer[start...]).baseAddress
                unsafe stream.avail_out = room
                return unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
            }
            return unsafe (status, packed.count - Int(stream.avail_in), Int(room - stream.avail_out))
        }
        input.use(used)
        switch status {
        case Z_OK, Z_BUF_ERROR: return .going(produced: produced)
        case Z_STREAM_END: return .ended(produced: produced)
        default:
            let reason = unsafe stream.msg.map { unsafe String(cString: $0) } ?? "zlib status \(status)"
            return .damaged(produced: produced, reason: reason)
        }
    }
}
