private import CZlib
import Glibc

/// Compresses bytes as they come (RFC 1952), with nothing in the result that depends on the time or the machine.
///
/// A class, because zlib keeps the address of the structure that it works on.
@safe package final class GzipCompressor {
    private var stream = unsafe z_stream()
    /// What was compressed so far. Up to ``slack`` more may follow from what was put in.
    package private(set) var bytes: [UInt8] = []

    /// Bytes that zlib holds back at most before it writes them.
    package static let slack = 192 * 1_024
    private static let pieceLength = 64 * 1_024
    /// A window of 32 KiB, with a header of gzip.
    private static let windowBits: CInt = 15 + 16

    /// - Parameter isFast: whether time counts for more than length.
    /// - Throws: where there is no memory.
    package init(isFast: Bool = false) throws(ByteInputError.Problem) {
        let code = unsafe deflateInit2_(
            &stream, isFast ? Z_BEST_SPEED : Z_DEFAULT_COMPRESSION, Z_DEFLATED, Self.windowBits, 8, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw .system(operation: "compress", reason: systemError(ENOMEM)) }
    }

    deinit { unsafe deflateEnd(&stream) }

    package func add(_ input: [UInt8]) { run(input, Z_NO_FLUSH) }

    /// - Returns: the whole file.
    package func finish() -> [UInt8] {
        run([], Z_FINISH)
        return bytes
    }

    private func run(_ input: [UInt8], _ flush: CInt) {
        var input = input
        unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe stream.next_in = input.baseAddress
            unsafe stream.avail_in = UInt32(input.count)
            var piece = [UInt8](repeating: 0, count: Self.pieceLength)
            repeat {
                let room = unsafe piece.withUnsafeMutableBufferPointer { output in
                    unsafe stream.next_out = output.baseAddress
                    unsafe stream.avail_out = UInt32(output.count)
                    _ = unsafe deflate(&stream, flush)
                    return unsafe output.count - Int(stream.avail_out)
                }
                bytes += piece[..<room]
            } while unsafe stream.avail_out == 0
        }
    }
}
