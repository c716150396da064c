import Foundation
import PacketCapture
import TestSupport
import Testing

@Suite("A capture packed as zip") struct ZipSourceTests {
    private static let localHeaderLength = 30

    /// A zip archive (PKWARE APPNOTE 6.3) of stored files, with an end that no reader needs to look into.
    private func archive(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
        files.flatMap { header($0.name, $0.content) + $0.content } + StoredGzip.littleEndian(0x0605_4B50)
            + [UInt8](repeating: 0, count: 18)
    }

    private func header(_ name: String, _ content: [UInt8], flags: UInt8 = 0, method: UInt8 = 0) -> [UInt8] {
        StoredGzip.littleEndian(0x0403_4B50) + [20, 0, flags, 0, method, 0, 0, 0, 0, 0]
            + StoredGzip.littleEndian(StoredGzip.checksum(content)) + StoredGzip.littleEndian(UInt32(content.count))
            + StoredGzip.littleEndian(UInt32(content.count)) + [UInt8(name.utf8.count), 0, 0, 0] + Array(name.utf8)
    }

    /// What the system's zip makes of bytes: with `-` read from a pipe, so that sizes follow the data.
    private func zip(_ bytes: [UInt8], streamed: Bool) throws -> [UInt8] {
        try withTemporaryFile(bytes) { path in
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = streamed ? ["zip", "-q", "-", "-"] : ["zip", "-q", "-j", "-", path]
            process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            process.standardOutput = output
            try process.run()
            let packed = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return Array(packed)
        }
    }

    @Test("gives its frames, with sizes before and behind the data", arguments: [false, true])
    func whole(streamed: Bool) throws {
        for capture in [ClassicCapture.small(), .large(frames: 700, length: 1_000)] {
            let packed = try zip(capture.bytes, streamed: streamed)
            try #require(packed.starts(with: [0x50, 0x4B, 0x03, 0x04]), "is zip installed?")
            let reading = try CaptureReading(packed)
            #expect(reading.frames == capture.frames)
            #expect(reading.error == nil)
        }
    }

    @Test("stored, and behind a folder, gives its frames")
    func stored() throws {
        let capture = ClassicCapture.small()
        let reading = try CaptureReading(archive([("a/", []), ("a/x.pcap", capture.bytes)]))
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
    }

    private func problem(_ bytes: [UInt8]) throws -> String {
        "\(try #require(try CaptureReading(bytes).problem))"
    }

    @Test("with two files, with none, or with a password is refused, and says so")
    func refused() throws {
        let bytes = ClassicCapture.small().bytes
        #expect(try problem(archive([("a", bytes), ("b", bytes)])).contains("more than one file"))
        #expect(try problem(archive([("a/", [])])).contains("holds no file"))
        #expect(try problem(header("a", bytes, flags: 1) + bytes).contains("zip with a password"))
        #expect(try problem(header("a", bytes, method: 12) + bytes).contains("zip method 12"))
    }

    @Test("with a changed byte of content is refused for its checksum")
    func checksum() throws {
        let bytes = ClassicCapture.small().bytes
        var packed = archive([("a", bytes)])
        packed[Self.localHeaderLength + 1 + bytes.count - 1] ^= 1
        #expect(try problem(packed).contains("the checksum of 'a' is wrong"))
    }

    @Test("that is cut anywhere before its end says so")
    func truncated() throws {
        for packed in [
            archive([("a", ClassicCapture.small().bytes)]), try zip(ClassicCapture.small().bytes, streamed: true),
        ] {
            // The directory at the end says nothing that the headers do not.
            for count in stride(from: 4, to: packed.count - 100, by: 7) {
                #expect(try CaptureReading(Array(packed[..<count])).error != nil, "\(count) of \(packed.count) bytes")
            }
        }
    }
}
