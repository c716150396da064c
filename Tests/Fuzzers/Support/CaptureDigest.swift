package import PacketCapture

/// What a reader found, short enough to be compared: every frame went into a hash.
package struct CaptureDigest: Equatable {
    package private(set) var frameCount = 0
    private var byteCount = 0
    private var hash = Hasher()
    package private(set) var problem: CaptureError?
    /// Where the reader stands.
    package private(set) var position: UInt64 = 0

    package init() {}

    package static func == (left: Self, right: Self) -> Bool {
        left.frameCount == right.frameCount && left.byteCount == right.byteCount && left.problem == right.problem
            && left.position == right.position && left.hash.finalize() == right.hash.finalize()
    }

    /// Reads on to the end, or to a number of batches.
    package mutating func read(_ reader: inout CaptureFileReader, batches: Int = .max) {
        do {
            var read = 0
            while read < batches, try reader.nextBatch() {
                add(reader.batch)
                read += 1
            }
        } catch {
            problem = error
        }
        position = reader.position
    }

    /// An input of which not even the header can be read.
    package mutating func end(_ problem: CaptureError) {
        self.problem = problem
    }

    private mutating func add(_ batch: FrameBatch) {
        for index in 0..<batch.frames.count {
            let frame = batch.frames[index]
            expect(frame.end <= batch.bytes.count, "a frame ends at \(frame.end) of \(batch.bytes.count)")
            expect(frame.originalLength >= frame.capturedLength, "a frame is cut from less than it holds")
            frameCount += 1
            byteCount += Int(frame.capturedLength)
            hash.combine(frame.nanoseconds)
            hash.combine(frame.originalLength)
            hash.combine(frame.linkType)
            hash.combine(batch.bytes[Int(frame.offset)..<frame.end])
        }
    }
}

extension CaptureDigest: CustomStringConvertible {
    package var description: String {
        "\(frameCount) frames of \(byteCount) bytes up to \(position), \(problem.map { "\($0)" } ?? "to the end")"
    }
}
