/// Unpacks the one file of a zip archive (PKWARE APPNOTE 6.3), stored or deflated (RFC 1951).
///
/// Read from its beginning, local header by local header, so that a pipe will do; the directory at the end is not needed.
package final class ZipSource: ByteSource {
    private var input: CompressedInput
    private let stream: InflateStream
    private var member: Member?
    private var hasEnded = false
    private var checksum = Checksum()
    /// Damage that was met behind bytes that were good, thrown when those are handed out.
    private var damage: ByteInputError.Problem?

    /// The file that is being unpacked.
    private struct Member {
        let isDeflated: Bool
        /// Bytes still to come of a stored file.
        var storedLeft: UInt64
        /// What the header states; `nil` when it follows the data.
        let checksum: UInt32?
        let name: String
    }

    private static let localHeader: UInt32 = 0x0403_4B50
    private static let descriptor: UInt32 = 0x0807_4B50
    /// The central directory, its end, and what may stand before them.
    private static let closing: Set<UInt32> = [0x0201_4B50, 0x0605_4B50, 0x0606_4B50, 0x0806_4B50]

    package init(source: any ByteSource, head: ArraySlice<UInt8>) throws(ByteInputError.Problem) {
        input = CompressedInput(source: source, head: head)
        stream = try InflateStream()
    }

    package var fileBytesRead: UInt64 { input.fileBytesRead }

    package func read(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        if let damage { throw damage }
        while !hasEnded {
            guard let member else {
                try findMember()
                continue
            }
            let count = try member.isDeflated ? inflate(into: &bytes, from: start) : copy(into: &bytes, from: start)
            guard count > 0 else { continue }
            checksum.add(bytes[start..<start + count])
            return count
        }
        return 0
    }

    // MARK: - Headers

    /// Reads local headers up to the file's, passing over folders; the directory at the end says that there is none.
    private func findMember() throws(ByteInputError.Problem) {
        while true {
            let signature = try number(4)
            if Self.closing.contains(signature) { throw .corruptCompression(reason: "the zip archive holds no file") }
            guard signature == Self.localHeader else {
                throw .corruptCompression(reason: "a header of the zip archive is damaged")
            }
            if let found = try readHeader() {
                member = found
                return
            }
        }
    }

    /// - Returns: `nil` for a folder.
    private func readHeader() throws(ByteInputError.Problem) -> Member? {
        _ = try number(2)
        let (flags, method) = (try number(2), try number(2))
        _ = try number(4)
        let (crc, packedSize, size) = (try number(4), try number(4), try number(4))
        let (nameLength, extraLength) = (try number(2), try number(2))
        let name = String(decoding: try bytes(Int(nameLength)), as: UTF8.self)
        _ = try bytes(Int(extraLength))
        if name.hasSuffix("/"), size == 0, packedSize == 0 { return nil }
        guard flags & 1 == 0 else { throw .unsupportedCompression(name: "zip with a password", command: "unzip -p") }
        let sizesFollow = flags & 8 != 0
        let isStored = method == 0 && !sizesFollow && packedSize < .max
        guard isStored || method == 8 else {
            throw .unsupportedCompression(name: "zip method \(method)", command: "unzip -p")
        }
        return Member(
            isDeflated: method == 8, storedLeft: UInt64(packedSize), checksum: sizesFollow ? nil : crc, name: name)
    }

    /// Checks what was unpacked, and that no other file follows: which of them is meant would be a guess.
    private func endMember(_ member: Member) throws(ByteInputError.Problem) {
        var next: UInt32?
        var stated = member.checksum
        if stated == nil {
            let first = try number(4)
            stated = first == Self.descriptor ? try number(4) : first
            _ = try bytes(8)
            next = try number(4)
            if let signature = next, signature != Self.localHeader, !Self.closing.contains(signature) {
                // The sizes were of 8 bytes each: 4 of them were taken for the signature.
                _ = try bytes(4)
                next = nil
            }
        }
        guard stated == checksum.value else {
            throw .corruptCompression(reason: "the checksum of '\(member.name)' is wrong")
        }
        while true {
            let signature: UInt32
            if let next { signature = next } else { signature = try number(4) }
            next = nil
            if Self.closing.contains(signature) { break }
            guard signature == Self.localHeader else {
                throw .corruptCompression(reason: "a header of the zip archive is damaged")
            }
            guard try readHeader() == nil else {
                throw .corruptCompression(
                    reason: "the zip archive holds more than one file: unpack the one that is meant")
            }
        }
        hasEnded = true
    }

    private func number(_ count: Int) throws(ByteInputError.Problem) -> UInt32 {
        try bytes(count).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private func bytes(_ count: Int) throws(ByteInputError.Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            try input.refillIfEmpty()
            let part = input.unused.prefix(count - bytes.count)
            guard !part.isEmpty else { throw .cutCompression(format: "zip") }
            bytes += part
            input.use(part.count)
        }
        return bytes
    }

    // MARK: - Content

    private func copy(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        guard var current = member else { return 0 }
        guard current.storedLeft > 0 else {
            try endMember(current)
            return 0
        }
        try input.refillIfEmpty()
        let part = input.unused.prefix(Int(min(UInt64(bytes.count - start), current.storedLeft)))
        guard !part.isEmpty else { throw .cutCompression(format: "zip") }
        bytes.put(part, at: start)
        input.use(part.count)
        current.storedLeft -= UInt64(part.count)
        member = current
        return part.count
    }

    private func inflate(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        guard let current = member else { return 0 }
        try input.refillIfEmpty()
        let hadInput = input.count > 0
        switch stream.step(&input, into: &bytes, from: start) {
        case .going(let produced):
            // Behind the last byte of the input may come bytes still that there was no room for.
            guard hadInput || produced > 0 else { throw .cutCompression(format: "zip") }
            return produced
        case .ended(let produced):
            // What is still to be handed out belongs to the checksum; the rest of the archive is looked at afterwards.
            member = Member(isDeflated: false, storedLeft: 0, checksum: current.checksum, name: current.name)
            return produced
        case .damaged(let produced, let reason):
            damage = .corruptCompression(reason: reason)
            if let damage, produced == 0 { throw damage }
            return produced
        }
    }
}
