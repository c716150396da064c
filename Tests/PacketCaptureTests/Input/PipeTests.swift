import Foundation
import Glibc
import PacketCapture
import TestSupport
import Testing
import TrafficSimulation

@Suite("A capture from a pipe") struct PipeTests {
    /// Reads `bytes` through a pipe into which a thread writes them piece by piece.
    private static func read(_ bytes: [UInt8], pieces: @escaping @Sendable (inout SeededGenerator) -> Int)
        -> CaptureReading
    {
        let pipe = Pipe()
        Thread.detachNewThread {
            var generator = SeededGenerator(seed: 5)
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(pieces(&generator))
                try? pipe.fileHandleForWriting.write(contentsOf: Data(piece))
                rest = rest.dropFirst(piece.count)
            }
            try? pipe.fileHandleForWriting.close()
        }
        return CaptureReading(path: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    }

    @Test("byte by byte gives its frames")
    func byteByByte() {
        let capture = ClassicCapture.small(.big, .nanoseconds)
        let reading = Self.read(capture.bytes) { _ in 1 }
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
    }

    @Test("in pieces of any length gives its frames")
    func pieces() {
        let capture = ClassicCapture.large(frames: 600, length: 777)
        let reading = Self.read(capture.bytes) { Int.random(in: 1...5_000, using: &$0) }
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
        #expect(reading.fileBytesRead == UInt64(capture.bytes.count))
    }

    @Test("packed with gzip gives its frames")
    func packed() {
        let capture = ClassicCapture.large(frames: 600, length: 777)
        let reading = Self.read(StoredGzip.member(capture.bytes)) { Int.random(in: 1...5_000, using: &$0) }
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
    }

    @Test("that ends within a packet gives the frames before, then an error")
    func cut() {
        let capture = ClassicCapture.large(frames: 300, length: 777)
        let reading = Self.read(capture.bytes.dropLast()) { Int.random(in: 1...5_000, using: &$0) }
        #expect(reading.frames == capture.frames.dropLast())
        #expect(reading.problem == .cutInPacket(present: 792, stated: 793))
    }

    @Test("of nothing is empty")
    func empty() {
        #expect(Self.read([]) { _ in 1 }.problem == .empty)
    }
}
