/// The header of a gzip member (RFC 1952 section 2.3): 0x1F, 0x8B, method 8, flags, time (4 bytes), extra flags, system; then,
/// as the flags say, a field behind its length (2), a name and a comment up to a zero byte each, and the low half of the
/// header's CRC-32 (2). Names may have any length: nothing of them is kept.
enum GzipHeader {
    private static let deflate: UInt8 = 8
    private static let checksumFlag: UInt8 = 0x02
    private static let extraFlag: UInt8 = 0x04
    private static let textFlags: [UInt8] = [0x08, 0x10]
    private static let reservedFlags: UInt8 = 0xE0

    /// Passes over a header.
    static func pass(_ input: inout CompressedInput) throws(ByteInputError.Problem) {
        var checksum = Checksum()
        let fixed = try bytes(10, of: &input, into: &checksum)
        guard fixed[0] == 0x1F, fixed[1] == 0x8B else { throw .corruptCompression(reason: "incorrect header check") }
        guard fixed[2] == deflate else { throw .corruptCompression(reason: "unknown compression method") }
        let flags = fixed[3]
        guard flags & reservedFlags == 0 else { throw .corruptCompression(reason: "unknown header flags set") }
        if flags & extraFlag != 0 {
            let length = try bytes(2, of: &input, into: &checksum)
            _ = try bytes(Int(length[0]) | Int(length[1]) << 8, of: &input, into: &checksum)
        }
        for flag in textFlags where flags & flag != 0 { try passText(&input, into: &checksum) }
        guard flags & checksumFlag != 0 else { return }
        let stated = checksum.value
        let low = try bytes(2, of: &input, into: &checksum)
        guard UInt32(low[0]) | UInt32(low[1]) << 8 == stated & 0xFFFF else {
            throw .corruptCompression(reason: "header crc mismatch")
        }
    }

    private static func passText(
        _ input: inout CompressedInput, into checksum: inout Checksum
    ) throws(ByteInputError.Problem) {
        while true {
            let unused = try refilled(&input)
            let end = unused.firstIndex(of: 0)
            let text = end.map { unused[...$0] } ?? unused
            checksum.add(text)
            input.use(text.count)
            if end != nil { return }
        }
    }

    private static func bytes(
        _ count: Int, of input: inout CompressedInput, into checksum: inout Checksum
    ) throws(ByteInputError.Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let part = try refilled(&input).prefix(count - bytes.count)
            bytes += part
            input.use(part.count)
        }
        checksum.add(bytes[...])
        return bytes
    }

    private static func refilled(_ input: inout CompressedInput) throws(ByteInputError.Problem) -> ArraySlice<UInt8> {
        try input.refillIfEmpty()
        guard input.count > 0 else { throw .cutCompression(format: "gzip") }
        return input.unused
    }
}
