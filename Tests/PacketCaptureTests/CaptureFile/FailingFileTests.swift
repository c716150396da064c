import ByteInput
import Foundation
import PacketCapture
import TestSupport
import Testing

@Suite("A file that fails while it is read") struct FailingFileTests {
    /// Reads a file that `change` changes once its beginning is in memory.
    private func read(
        _ capture: ClassicCapture, changing change: (FileHandle) throws -> Void
    ) throws -> (frames: [CapturedFrame], error: CaptureError?) {
        try withTemporaryFile(capture.bytes) { path in
            var reader = try CaptureFileReader(OpenedInput(path: path), isKnown: { _ in true })
            try change(FileHandle(forUpdating: URL(fileURLWithPath: path)))
            var frames: [CapturedFrame] = []
            do throws(CaptureError) {
                while try reader.nextBatch() { frames += reader.batch.copiedFrames }
                return (frames, nil)
            } catch {
                return (frames, error)
            }
        }
    }

    private let capture = ClassicCapture.large(frames: 600, length: 777)

    @Test("gives the frames up to where it was cut, in a record or between two", arguments: [400, 400.5])
    func shrinks(records: Double) throws {
        let end = 24 + UInt64(records * (777 + 16))
        let (frames, error) = try read(capture) { try $0.truncate(atOffset: end) }
        #expect(frames == Array(capture.frames.prefix(400)))
        #expect(error?.problem == .shrunk(end: end, expected: UInt64(capture.bytes.count)))
        // Named first: with the sum in its place, Swift 6.3 compares through `AnyHashable`, and reads beyond what it made.
        let place: UInt64 = 24 + 400 * (777 + 16)
        #expect(error?.offset == place)
    }

    @Test("says that it was cut, and that what came before is counted")
    func text() {
        let problem = CaptureError.Problem.shrunk(end: 5, expected: 9)
        #expect(
            problem.description == "was cut while it was read: it ends at byte 5, and had at least 9 bytes when it was "
                + "opened; what came before is counted")
    }

    @Test("may grow: what is there at its end is read")
    func grows() throws {
        let (frames, error) = try read(capture) { file in
            try file.seekToEnd()
            try file.write(contentsOf: Data(capture.bytes.dropFirst(24)))
        }
        #expect(frames == capture.frames + capture.frames)
        #expect(error == nil)
    }

    @Test("in a range, ends before the range does")
    func range() throws {
        try withTemporaryFile(capture.bytes) { path in
            let layout = try CaptureFileReader(OpenedInput(path: path), isKnown: { _ in true }).layout
            let (start, end) = (24 + UInt64(100 * 793), 24 + UInt64(300 * 793))
            try FileHandle(forUpdating: URL(fileURLWithPath: path)).truncate(atOffset: 24 + 200 * 793)
            var reader = try CaptureFileReader(path: path, name: path, range: start..<end, layout: layout)
            var frames: [CapturedFrame] = []
            let error = #expect(throws: CaptureError.self) {
                while try reader.nextBatch() { frames += reader.batch.copiedFrames }
            }
            #expect(frames == Array(capture.frames[100..<200]))
            #expect(error?.problem == .shrunk(end: 24 + 200 * 793, expected: end))
        }
    }

    @Test("that the device does not read is said to be")
    func device() {
        // The kernel gives an input or output error for memory that is not there, as a broken disk does.
        let reading = CaptureReading(path: "/proc/self/mem")
        #expect(reading.problem == .system(operation: "read", reason: "Input/output error"))
    }
}
