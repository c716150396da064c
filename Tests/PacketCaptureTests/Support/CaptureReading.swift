import ByteInput
import Foundation
import NetworkTypes
import PacketCapture
import TestSupport

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
            let input = try asCaptureError { () throws(ByteInputError) in try OpenedInput(path: path) }
            var reader = try CaptureFileReader(input, isKnown: isKnown)
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

/// Runs `body` with a file that holds `bytes`, and removes it.
func withTemporaryFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path)
}
