import Foundation
import NetworkTypes
import PacketCapture
import TrafficSimulation

/// A frame with its own copy of its bytes, so that it can be compared.
struct CapturedFrame: Equatable {
    var nanoseconds: Int64
    var bytes: [UInt8]
    var originalLength: Int
    var linkType: UInt16 = 1
}

/// All that a capture gave: its frames, and the error in which it ended.
struct CaptureReading {
    private(set) var frames: [CapturedFrame] = []
    private(set) var error: CaptureError?
    /// Bytes of the capture passed, unpacked, and of the file itself.
    private(set) var captureBytesRead: UInt64 = 0
    private(set) var fileBytesRead: UInt64 = 0

    var problem: CaptureError.Problem? { error?.problem }
    var offset: UInt64? { error?.offset }

    init(path: String, isKnown: (LinkType) -> Bool = { _ in true }) {
        do throws(CaptureError) {
            var reader = try CaptureFileReader(CaptureInput(path: path), isKnown: isKnown)
            defer { (captureBytesRead, fileBytesRead) = (reader.position, reader.fileBytesRead) }
            while try reader.nextBatch() { frames += reader.batch.copiedFrames }
        } catch {
            self.error = error
        }
    }

    /// Reads a file that holds `bytes`.
    init(_ bytes: [UInt8], isKnown: (LinkType) -> Bool = { _ in true }) throws {
        self = try withTemporaryFile(bytes) { CaptureReading(path: $0, isKnown: isKnown) }
    }
}

extension FrameBatch {
    var copiedFrames: [CapturedFrame] {
        (0..<frames.count).map { index in
            let frame = frames[index]
            let start = Int(frame.offset)
            return CapturedFrame(
                nanoseconds: frame.time.nanoseconds, bytes: Array(bytes[start..<start + Int(frame.capturedLength)]),
                originalLength: Int(frame.originalLength), linkType: frame.linkType.rawValue)
        }
    }
}

/// Runs `body` with a file that holds `bytes`, and removes it.
func withTemporaryFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path)
}

extension SeededGenerator {
    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            let word = next()
            for shift in stride(from: 0 as UInt64, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return Array(bytes.prefix(count))
    }
}
