import ByteInput
import PacketCapture
import TestSupport
import Testing

@Suite("A capture packed with Zstandard") struct ZstandardSourceTests {
    @Test("gives its frames, small and large")
    func whole() throws {
        for capture in [ClassicCapture.small(), .large(frames: 700, length: 1_000)] {
            let packed = try pack(capture.bytes, with: "zstd")
            let reading = try CaptureReading(packed)
            #expect(reading.frames == capture.frames)
            #expect(reading.error == nil)
            #expect(reading.fileBytesRead == UInt64(packed.count))
        }
    }

    @Test("that unpacks to far more than it holds gives its frames")
    func wellPacked() throws {
        var capture = ClassicCapture()
        for index in 0..<1_500 as Range<UInt32> { capture.add([UInt8](repeating: 0, count: 1_400), fraction: index) }
        #expect(try CaptureReading(pack(capture.bytes, with: "zstd", "-19")).frames == capture.frames)
    }

    @Test("in several frames, an empty and a skippable one among them, gives its frames", arguments: [1, 24, 40, 300])
    func frames(_ cut: Int) throws {
        let capture = ClassicCapture.large(frames: 5, length: 100)
        let skippable: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        let packed =
            try skippable + pack(Array(capture.bytes[..<cut]), with: "zstd") + skippable + pack([], with: "zstd")
            + pack(Array(capture.bytes[cut...]), with: "zstd")
        let reading = try CaptureReading(packed)
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
    }

    @Test("that is cut gives frames from before the cut, then an error")
    func truncated() throws {
        let capture = ClassicCapture.large(frames: 700, length: 1_000)
        let packed = try pack(capture.bytes, with: "zstd")
        let reading = try CaptureReading(Array(packed[..<(packed.count / 2)]))
        #expect(reading.frames.count > 100)
        #expect(reading.frames == Array(capture.frames.prefix(reading.frames.count)))
        #expect(reading.problem == .input(.cutCompression(format: "Zstandard")))
    }

    @Test("that is cut in its second frame gives the frames of the first, then an error")
    func smallTruncated() throws {
        let capture = ClassicCapture.large(frames: 5, length: 100)
        let second = try pack([1, 2, 3, 4, 5, 6, 7, 8], with: "zstd")
        let reading = try CaptureReading(pack(capture.bytes, with: "zstd") + second.dropLast(3))
        #expect(reading.problem == .input(.cutCompression(format: "Zstandard")))
        #expect(reading.frames == capture.frames)
    }

    @Test("that is damaged ends in an error")
    func damaged() throws {
        var packed = try pack(ClassicCapture.small().bytes, with: "zstd")
        packed[packed.count - 1] ^= 1
        let reading = try CaptureReading(packed)
        guard case .input(.corruptCompression(let reason)) = reading.problem else {
            Issue.record("\(String(describing: reading.error))")
            return
        }
        #expect(reason.contains("checksum"))
    }
}
