import ByteInput
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import PacketCapture

@Suite("A record across the end of the buffer") struct ReadBufferTests {
    private static let bufferLength = ReadBuffer.firstPiece

    @Test("is read whole, wherever it is divided", arguments: -20...20)
    func everyDivision(_ shift: Int) throws {
        // The second record begins `shift` bytes from where the buffer ends.
        var capture = ClassicCapture()
        capture.add([UInt8](repeating: 1, count: 1_000))
        while capture.bytes.count + 20_000 < Self.bufferLength { capture.add([UInt8](repeating: 2, count: 10_000)) }
        capture.add([UInt8](repeating: 3, count: Self.bufferLength + shift - capture.bytes.count - 16))
        #expect(capture.bytes.count == Self.bufferLength + shift)
        for length in [5, 0, 100, 1] { capture.add([UInt8](repeating: 4, count: length)) }
        let reading = try CaptureReading(capture.bytes)
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
    }

    @Test("is read whole while the buffer grows to its largest size, and behind that")
    func growingBuffer() throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        var capture = ClassicCapture()
        while capture.bytes.count < 5 * ReadBuffer.largestPiece {
            let length = Bool.random(using: &generator) ? 60 : Int.random(in: 0...9_000, using: &generator)
            capture.add([UInt8](repeating: UInt8(truncatingIfNeeded: length), count: length))
        }
        #expect(try CaptureReading(capture.bytes).frames == capture.frames, "seed \(seed)")
    }

    @Test("and no other is shown to a filter: it sees all of a buffer longer than the longest record")
    func filteredBuffer() throws {
        var capture = ClassicCapture()
        while capture.bytes.count < 5 * ReadBuffer.largestPiece { capture.add([UInt8](repeating: 1, count: 1_000)) }
        var filter = CountingFilter()
        var shown = 0
        try withTemporaryFile(capture.bytes) { path in
            var reader = try CaptureFileReader(OpenedInput(path: path)) { _ in true }
            while try reader.nextBatch(filteredBy: &filter) { shown += reader.batch.frames.count }
        }
        // What lies across the end of a buffer is for the reader: at most one record for each time that it was filled.
        #expect(filter.taken + shown == capture.frames.count)
        #expect(shown <= 12)
    }

    /// Passes over every record that it is shown, and counts them.
    private struct CountingFilter: RecordFilter {
        var taken = 0

        mutating func take(_ records: PcapRun, position: inout Int, into frames: inout FrameWriter) {
            while records.timestamp(at: position) != nil {
                let frame = records.frame(at: position)
                guard frame.end <= records.end else { return }
                position = frame.end
                taken += 1
            }
        }

        func take(_ records: PcapngRun, position: inout Int, into frames: inout FrameWriter) {}
    }

    @Test("is read whole when it is longer than the buffer")
    func longRecords() throws {
        var capture = ClassicCapture()
        for length in [262_208, 3, 262_144, 262_128, 0, 262_208, 100_000] {
            capture.add([UInt8](repeating: UInt8(truncatingIfNeeded: length), count: length))
        }
        #expect(try CaptureReading(capture.bytes).frames == capture.frames)
    }

    @Test("or the end of a batch is read once, in either format", arguments: [1_023, 1_024, 1_025, 2_048, 5_000])
    func manyFrames(_ count: Int) throws {
        var classic = ClassicCapture(.big)
        var blocks = BlockCapture()
        blocks.addInterface()
        for index in 0..<count {
            let frame = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: index % 40)
            classic.add(frame, fraction: UInt32(index))
            blocks.addPacket(frame, units: UInt64(index), nanoseconds: Int64(index) * 1_000)
        }
        #expect(try CaptureReading(classic.bytes).frames == classic.frames)
        #expect(try CaptureReading(blocks.bytes).frames == blocks.frames)
    }

    @Test("of pcapng is read whole, wherever it is divided", arguments: -36...36)
    func everyBlockDivision(_ shift: Int) throws {
        let shift = shift & ~3
        var capture = BlockCapture()
        capture.addInterface()
        while capture.bytes.count + 30_000 < Self.bufferLength {
            capture.addPacket([UInt8](repeating: 2, count: 10_000), units: 1, nanoseconds: 1_000)
        }
        let filling = Self.bufferLength + shift - capture.bytes.count - 32
        capture.addPacket([UInt8](repeating: 3, count: filling), units: 2, nanoseconds: 2_000)
        #expect(capture.bytes.count == Self.bufferLength + shift)
        capture.addPacket([4, 4], units: 3, nanoseconds: 3_000)
        capture.addSimplePacket([5])
        #expect(try CaptureReading(capture.bytes).frames == capture.frames)
    }
}
