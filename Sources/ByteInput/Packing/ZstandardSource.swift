private import CZstandard

/// Unpacks Zstandard (RFC 8878) through libzstd, one frame after another.
@safe package final class ZstandardSource: ByteSource {
    private var input: CompressedInput
    private let stream: OpaquePointer
    /// libzstd's hint for the next piece; 0 exactly between frames.
    private var pending = 1
    /// Damage that was met behind bytes that were good, thrown when those are handed out.
    private var damage: ByteInputError.Problem?

    package init(source: any ByteSource, head: ArraySlice<UInt8>) throws(ByteInputError.Problem) {
        input = CompressedInput(source: source, head: head)
        guard let stream = unsafe ZSTD_createDStream() else {
            throw .system(operation: "start libzstd", reason: "out of memory")
        }
        unsafe self.stream = stream
        // 128 MiB: what zstd(1) itself accepts without being asked for more.
        unsafe ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 27)
    }

    deinit {
        unsafe ZSTD_freeDStream(stream)
    }

    package var fileBytesRead: UInt64 { input.fileBytesRead }

    package func read(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        if let damage { throw damage }
        while true {
            try input.refillIfEmpty()
            let (status, used, produced) = unsafe input.unused.withUnsafeBytes { packed in
                unsafe bytes.withUnsafeMutableBytes { buffer in
                    var packed = unsafe ZSTD_inBuffer(src: packed.baseAddress, size: packed.count, pos: 0)
                    var output = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: start)
                    let status = unsafe ZSTD_decompressStream(stream, &output, &packed)
                    return unsafe (status, packed.pos, output.pos - start)
                }
            }
            input.use(used)
            if ZSTD_isError(status) != 0 {
                let problem = ByteInputError.Problem.corruptCompression(reason: Self.reason(status))
                guard produced > 0 else { throw problem }
                damage = problem
                return produced
            }
            if used > 0 || produced > 0 { pending = status }
            if produced > 0 { return produced }
            if input.atEnd {
                guard pending == 0 else {
                    throw .cutCompression(format: "Zstandard")
                }
                return 0
            }
        }
    }

    /// What libzstd says; of a frame that holds more than it states it says something about our memory.
    private static func reason(_ status: Int) -> String {
        ZSTD_getErrorCode(status) == ZSTD_error_dstSize_tooSmall
            ? "it holds more than it states" : unsafe String(cString: ZSTD_getErrorName(status))
    }
}
