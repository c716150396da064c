/// A tar archive (POSIX.1-2017, "ustar Interchange Format") in memory, as far as it takes to find a file in it: MaxMind
/// publishes its databases so.
struct TarArchive {
    private let bytes: ArraySlice<UInt8>

    private static let blockLength = 512

    /// `nil` when the bytes begin with no header of a member.
    init?(_ bytes: [UInt8]) {
        guard Self.isHeader(bytes.prefix(Self.blockLength)) else { return nil }
        self.bytes = bytes[...]
    }

    /// Whether a block has the checksum of a header.
    private static func isHeader(_ block: ArraySlice<UInt8>) -> Bool {
        guard block.count == blockLength, let stated = octal(block, 148, 8) else { return false }
        let sum = block.indices.reduce(0) { sum, index in
            (148..<156).contains(index - block.startIndex) ? sum + 32 : sum + Int(block[index])
        }
        return sum == stated && block.contains { $0 != 0 }
    }

    /// The first regular file whose name has an ending; `nil` where there is none, or where it is cut.
    func file(endingIn suffix: String) -> ArraySlice<UInt8>? {
        var rest = bytes
        while rest.count >= Self.blockLength {
            let header = rest.prefix(Self.blockLength)
            guard Self.isHeader(header), let size = Self.octal(header, 124, 12) else { return nil }
            rest = rest.dropFirst(Self.blockLength)
            guard size <= rest.count else { return nil }
            if Self.isFile(header), Self.name(of: header).hasSuffix(suffix) { return rest.prefix(size) }
            let blocks = (size + Self.blockLength - 1) / Self.blockLength
            rest = rest.dropFirst(blocks * Self.blockLength)
        }
        return nil
    }

    /// A plain file, not a folder, a link, or a record about the next member.
    private static func isFile(_ header: ArraySlice<UInt8>) -> Bool {
        [0, UInt8(ascii: "0"), UInt8(ascii: "7")].contains(header[header.startIndex + 156])
    }

    private static func name(of header: ArraySlice<UInt8>) -> String {
        String(decoding: header.prefix(100).prefix { $0 != 0 }, as: UTF8.self)
    }

    /// A field of octal digits, ended by a blank or a zero.
    private static func octal(_ block: ArraySlice<UInt8>, _ offset: Int, _ length: Int) -> Int? {
        let digits = block.dropFirst(offset).prefix(length).drop { $0 == UInt8(ascii: " ") }
            .prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
        guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }) else {
            return nil
        }
        return digits.reduce(0) { $0 << 3 | Int($1 - UInt8(ascii: "0")) }
    }
}
