import Foundation

/// Packs bytes with the system's gzip or zstd command.
func pack(_ bytes: [UInt8], with command: String, _ arguments: String...) throws -> [UInt8] {
    try withTemporaryFile(bytes) { path in
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command, "-c"] + arguments + [path]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let packed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Array(packed)
    }
}

/// A gzip member (RFC 1952) that holds its content unpacked, so that a place in one is known in the other.
enum StoredGzip {
    /// Bytes of content in a block (RFC 1951 section 3.2.4).
    static let blockLength = 65_535
    static let headerLength = 10
    static let blockHeaderLength = 5

    static func member(_ content: [UInt8]) -> [UInt8] {
        var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        for start in stride(from: 0, to: max(content.count, 1), by: blockLength) {
            let block = content[start..<min(start + blockLength, content.count)]
            let length = UInt16(block.count)
            member.append(start + blockLength >= content.count ? 1 : 0)
            member += littleEndian(UInt32(length) | UInt32(~length) << 16)
            member += block
        }
        return member + littleEndian(checksum(content)) + littleEndian(UInt32(content.count))
    }

    /// Where the header of a block stands.
    static func offset(ofBlock index: Int) -> Int {
        headerLength + index * (blockHeaderLength + blockLength)
    }

    static func littleEndian(_ value: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// CRC-32 as in RFC 1952 section 8.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        let table = (0..<256 as Range<UInt32>).map { index in
            (0..<8).reduce(index) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
        }
        return ~bytes.reduce(UInt32.max) { $0 >> 8 ^ table[Int(($0 ^ UInt32($1)) & 0xFF)] }
    }
}
