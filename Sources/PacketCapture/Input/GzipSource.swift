private import CZlib

/// Unpacks gzip (RFC 1952) through zlib, one member after another.
@safe package final class GzipSource: ByteSource {
    private var input: CompressedInput
    private var stream = unsafe z_stream()
    private var inMember = true
    /// Damage that was met behind bytes that were good, thrown when those are handed out.
    private var damage: CaptureError.Problem?

    package init(source: any ByteSource, head: ArraySlice<UInt8>) throws(CaptureError.Problem) {
        input = CompressedInput(source: source, head: head)
        let gzipOnly: CInt = MAX_WBITS + 16
        let status = unsafe inflateInit2_(&stream, gzipOnly, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw .system(operation: "start zlib", reason: "status \(status)") }
    }

    deinit {
        unsafe inflateEnd(&stream)
    }

    package var fileBytesRead: UInt64 { input.fileBytesRead }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(CaptureError.Problem) -> Int {
        if let damage { throw damage }
        while true {
            try input.refillIfEmpty()
            if input.count == 0 {
                guard !inMember else { throw .corruptCompression(reason: "it ends within the gzip stream") }
                return 0
            }
            if !inMember, try !beginNextMember() { return 0 }
            let count = try unsafe inflate(into: buffer)
            if count > 0 { return count }
        }
    }

    /// Whether another member follows; zero padding ends the stream, as gzip(1) has it.
    private func beginNextMember() throws(CaptureError.Problem) -> Bool {
        while input.count > 0 {
            if let first = input.unused.first, first != 0 {
                guard first == 0x1F else { throw .corruptCompression(reason: "something follows the gzip stream") }
                unsafe inflateReset(&stream)
                inMember = true
                return true
            }
            input.use(input.unused.prefix { $0 == 0 }.count)
            try input.refillIfEmpty()
        }
        return false
    }

    private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(CaptureError.Problem) -> Int {
        let room = UInt32(clamping: buffer.count)
        let (status, used, produced) = unsafe input.unused.withUnsafeBufferPointer { packed in
            // zlib never writes through next_in; its type only predates const.
            unsafe stream.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
            unsafe stream.avail_in = UInt32(clamping: packed.count)
            // Raw memory that the caller lends for writing bytes into; nothing else is bound there.
            unsafe stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.avail_out = room
            let status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
            return unsafe (status, packed.count - Int(stream.avail_in), Int(room - stream.avail_out))
        }
        input.use(used)
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: inMember = false
        default:
            let reason = unsafe stream.msg.map { unsafe String(cString: $0) } ?? "zlib status \(status)"
            damage = .corruptCompression(reason: reason)
            if let damage, produced == 0 { throw damage }
        }
        return produced
    }
}
