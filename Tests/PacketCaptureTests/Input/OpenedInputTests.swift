import ByteInput
import Foundation
import PacketCapture
import TestSupport
import Testing

@Suite("An input") struct OpenedInputTests {
    @Test("that does not exist is reported with the system's reason")
    func missing() {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        let reading = CaptureReading(path: path)
        let problem = CaptureError.Problem.system(operation: "open it", reason: "No such file or directory")
        #expect(reading.error == CaptureError(input: path, problem: problem))
    }

    @Test("that is a folder is refused")
    func folder() {
        #expect(CaptureReading(path: FileManager.default.temporaryDirectory.path).problem == .input(.isDirectory))
    }

    @Test("that is empty is refused, packed or not")
    func empty() throws {
        #expect(try CaptureReading([]).problem == .empty)
        #expect(try CaptureReading(StoredGzip.member([])).problem == .empty)
    }

    @Test("that is not a capture is refused with its first bytes")
    func notACapture() throws {
        #expect(try CaptureReading([1, 2, 3]).problem == .notACapture(firstBytes: [1, 2, 3]))
        let text = Array("origin,port\n".utf8)
        #expect(try CaptureReading(text).problem == .notACapture(firstBytes: Array(text.prefix(8))))
    }

    @Test(
        "packed in a way that is not read names the command that unpacks it",
        arguments: [
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz", "xz -dc"), ([0x42, 0x5A, 0x68], "bzip2", "bzip2 -dc"),
            ([0x04, 0x22, 0x4D, 0x18], "lz4", "lz4 -dc"),
        ] as [([UInt8], String, String)])
    func unsupportedCompression(_ start: [UInt8], _ name: String, _ command: String) throws {
        let problem = try CaptureReading(start + [UInt8](repeating: 0, count: 20)).problem
        #expect(problem == .input(.unsupportedCompression(name: name, command: command)))
    }

    @Test("tells its size, and the capture's where it is not packed")
    func sizes() throws {
        let capture = ClassicCapture.small()
        try withTemporaryFile(capture.bytes) { path in
            let input = try OpenedInput(path: path)
            #expect(input.name == path)
            #expect(input.fileSize == UInt64(capture.bytes.count))
            #expect(input.unpackedSize == UInt64(capture.bytes.count))
        }
        let packed = StoredGzip.member(capture.bytes)
        try withTemporaryFile(packed) { path in
            let input = try OpenedInput(path: path)
            #expect(input.fileSize == UInt64(packed.count))
            #expect(input.unpackedSize == nil)
        }
    }

    @Test("in memory gives its frames")
    func inMemory() throws {
        let capture = ClassicCapture.small(.big)
        var reader = try CaptureFileReader(OpenedInput(name: "sample", bytes: capture.bytes), isKnown: { _ in true })
        #expect(try reader.nextBatch())
        #expect(reader.batch.copiedFrames == capture.frames)
        #expect(try !reader.nextBatch())
    }

    @Test("is read whole up to a limit, and refused above it", arguments: [1_000, 100_000, 600_000])
    func readAll(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for content in [bytes, StoredGzip.member(bytes)] {
            try withTemporaryFile(content) { path in
                let whole = try OpenedInput(path: path).readAll(limit: count)
                #expect(whole == bytes)
                let error = #expect(throws: ByteInputError.self) {
                    try OpenedInput(path: path).readAll(limit: count - 1)
                }
                #expect(error == ByteInputError(input: path, problem: .tooLarge(limit: count - 1)))
            }
        }
    }
}
