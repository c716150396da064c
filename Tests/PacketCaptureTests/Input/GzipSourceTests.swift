import ByteInput
import PacketCapture
import TestSupport
import Testing

@Suite("A capture packed with gzip") struct GzipSourceTests {
    @Test("gives its frames, small and large")
    func whole() throws {
        for capture in [ClassicCapture.small(), .large(frames: 700, length: 1_000)] {
            let packed = try pack(capture.bytes, with: "gzip")
            let reading = try CaptureReading(packed)
            #expect(reading.frames == capture.frames)
            #expect(reading.error == nil)
            #expect(reading.captureBytesRead == UInt64(capture.bytes.count))
            #expect(reading.fileBytesRead == UInt64(packed.count))
        }
    }

    @Test("that unpacks to far more than it holds gives its frames")
    func wellPacked() throws {
        var capture = ClassicCapture()
        for index in 0..<1_500 as Range<UInt32> { capture.add([UInt8](repeating: 0, count: 1_400), fraction: index) }
        let packed = try pack(capture.bytes, with: "gzip", "-9")
        #expect(packed.count * 50 < capture.bytes.count)
        #expect(try CaptureReading(packed).frames == capture.frames)
    }

    @Test("in several members, one of them empty, gives its frames", arguments: [1, 24, 40, 300])
    func members(_ cut: Int) throws {
        let capture = ClassicCapture.large(frames: 5, length: 100)
        let packed =
            try pack(Array(capture.bytes[..<cut]), with: "gzip") + pack([], with: "gzip")
            + pack(Array(capture.bytes[cut...]), with: "gzip")
        let reading = try CaptureReading(packed)
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
    }

    @Test("with zeros behind it gives its frames", arguments: [1, 512, 300_000])
    func trailingZeros(_ count: Int) throws {
        let capture = ClassicCapture.small()
        let reading = try CaptureReading(StoredGzip.member(capture.bytes) + [UInt8](repeating: 0, count: count))
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
    }

    @Test("with something else behind it gives its frames, then an error")
    func trailingGarbage() throws {
        let capture = ClassicCapture.large(frames: 400, length: 1_000)
        let reading = try CaptureReading(StoredGzip.member(capture.bytes) + [0, 0, 0x2A, 0x2A])
        #expect(reading.frames == capture.frames)
        #expect(reading.problem == .input(.corruptCompression(reason: "something follows the gzip stream")))
    }

    @Test("that is cut gives the frames before the cut, then an error", arguments: [100_000, 299_999, 350_000])
    func truncated(_ length: Int) throws {
        let capture = ClassicCapture.large(frames: 400, length: 1_000)
        let reading = try CaptureReading(Array(StoredGzip.member(capture.bytes)[..<length]))
        let unpacked = length - StoredGzip.headerLength - (length / 65_540 + 1) * StoredGzip.blockHeaderLength
        #expect(reading.frames == Array(capture.frames.prefix((unpacked - 24) / 1_016)))
        #expect(reading.problem == .input(.cutCompression(format: "gzip")))
    }

    @Test("that is small and cut gives the frames before the cut, then an error")
    func smallTruncated() throws {
        let capture = ClassicCapture.large(frames: 5, length: 100)
        let reading = try CaptureReading(Array(StoredGzip.member(capture.bytes).dropLast(20)))
        #expect(reading.problem == .input(.cutCompression(format: "gzip")))
        #expect(reading.frames == Array(capture.frames.prefix(4)))
    }

    @Test("that is damaged gives the frames before the damage, then an error", arguments: [2, 5])
    func damaged(_ block: Int) throws {
        let capture = ClassicCapture.large(frames: 400, length: 1_000)
        var packed = StoredGzip.member(capture.bytes)
        packed[StoredGzip.offset(ofBlock: block) + 1] ^= 0xFF
        let reading = try CaptureReading(packed)
        #expect(reading.problem == .input(.corruptCompression(reason: "invalid block")))
        let sound = (block * StoredGzip.blockLength - 24) / 1_016
        #expect(reading.frames == Array(capture.frames.prefix(sound)))
    }

    @Test("whose checksum is wrong ends in an error")
    func checksum() throws {
        var packed = StoredGzip.member(ClassicCapture.small().bytes)
        packed[packed.count - 8] ^= 1
        #expect(try CaptureReading(packed).problem == .input(.corruptCompression(reason: "incorrect data check")))
    }

    @Test("with a damaged header is refused")
    func header() throws {
        let reading = try CaptureReading([0x1F, 0x8B, 9, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3])
        #expect(reading.problem == .input(.corruptCompression(reason: "unknown compression method")))
    }

    /// A header with every field that there may be, the checksum of which is right.
    private static let fullHeader: [UInt8] = {
        let fields = Array("\u{4}\u{0}abcdcapture.pcap\u{0}written by a test\u{0}".utf8)
        let header: [UInt8] = [0x1F, 0x8B, 8, 0x1F, 1, 2, 3, 4, 2, 3] + fields
        return header + StoredGzip.littleEndian(StoredGzip.checksum(header)).prefix(2)
    }()

    @Test("has a header with any field, which may be cut anywhere")
    func fields() throws {
        let capture = ClassicCapture.small()
        let data = StoredGzip.member(capture.bytes).dropFirst(StoredGzip.headerLength)
        #expect(try CaptureReading(Self.fullHeader + data).frames == capture.frames)
        for length in 2..<Self.fullHeader.count {
            let reading = try CaptureReading(Array(Self.fullHeader[..<length]))
            #expect(reading.problem == .input(.cutCompression(format: "gzip")), "\(length) bytes")
        }
    }

    @Test("whose second member has a header that is none gives the frames of the first, then an error")
    func headers() throws {
        let capture = ClassicCapture.large(frames: 5, length: 100)
        let member = StoredGzip.member(capture.bytes)
        let damaged: [(place: Int, value: UInt8, reason: String)] = [
            (1, 0x8C, "incorrect header check"), (2, 7, "unknown compression method"),
            (3, 0x3F, "unknown header flags set"), (15, 0, "header crc mismatch"),
        ]
        for (place, value, reason) in damaged {
            var header = Self.fullHeader
            header[place] = value
            let reading = try CaptureReading(member + header + member.dropFirst(StoredGzip.headerLength))
            #expect(reading.frames == capture.frames)
            #expect(reading.problem == .input(.corruptCompression(reason: reason)))
        }
    }

    @Test("in thousands of members, whose ends lie at every place of what is read at once, gives its frames")
    func manyMembers() throws {
        let capture = ClassicCapture.large(frames: 3_000, length: 1_000)
        // Lengths without a common factor put the ends where they have not been yet.
        let packed = stride(from: 0, to: capture.bytes.count, by: 997).flatMap { start in
            StoredGzip.member(Array(capture.bytes[start..<min(start + 997, capture.bytes.count)]))
        }
        let reading = try CaptureReading(packed)
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
    }

    @Test("with a wrong length behind it ends in an error")
    func length() throws {
        var packed = StoredGzip.member(ClassicCapture.small().bytes)
        packed[packed.count - 1] ^= 1
        #expect(try CaptureReading(packed).problem == .input(.corruptCompression(reason: "incorrect data check")))
    }

    @Test("may be packed in any way that zlib knows")
    func levels() throws {
        let capture = ClassicCapture.large(frames: 2_000, length: 1_000)
        for level in 1...9 {
            #expect(try CaptureReading(pack(capture.bytes, with: "gzip", "-\(level)")).frames == capture.frames)
        }
    }
}
