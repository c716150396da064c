/// How an input is packed, told by its first bytes and never by its name.
package enum Compression: Sendable {
    case none
    case gzip
    case zstandard
    case zip

    /// Looks at the first bytes; throws for a packing that is known but not unpacked here.
    package init(detecting head: some Collection<UInt8>) throws(ByteInputError.Problem) {
        let head = Array(head.prefix(6))
        switch (head.first, head.dropFirst().first) {
        case (0x1F, 0x8B): self = .gzip
        case (0x28, 0xB5) where head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]): self = .zstandard
        case (let first?, 0x2A) where first & 0xF0 == 0x50 && head.dropFirst(2).starts(with: [0x4D, 0x18]):
            self = .zstandard  // a skippable frame first (RFC 8878 section 3.1.2)
        case (0xFD, 0x37) where head == [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]:
            throw .unsupportedCompression(name: "xz", command: "xz -dc")
        case (0x42, 0x5A) where head.starts(with: [0x42, 0x5A, 0x68]):
            throw .unsupportedCompression(name: "bzip2", command: "bzip2 -dc")
        case (0x04, 0x22) where head.starts(with: [0x04, 0x22, 0x4D, 0x18]):
            throw .unsupportedCompression(name: "lz4", command: "lz4 -dc")
        case (0x50, 0x4B) where head.starts(with: [0x50, 0x4B, 0x03, 0x04]): self = .zip
        default: self = .none
        }
    }
}
