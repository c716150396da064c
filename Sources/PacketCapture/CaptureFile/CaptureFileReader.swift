package import ByteInput
package import NetworkTypes

/// Reads a capture file front to back, of either format, and lends its frames in batches.
///
/// A damaged place ends the reading: the frames before it are handed out first, then the error is thrown.
/// Memory is one buffer of 512 KiB, or the longest record.
package struct CaptureFileReader {
    private let name: String
    private let source: any ByteSource
    private var buffer: ReadBuffer
    /// Where in the capture to stop: records that begin there or later are left.
    private var limit: UInt64
    /// What a file had at least when it was opened, in bytes; 0 where that is not known.
    private var leastLength: UInt64
    /// What ended the walk, kept until the frames before it were handed out.
    private var pending: CaptureError?
    /// Whether the last walk moved on over classic records, which may leave no frame.
    private var hasPassedRecords = false
    /// Where the record begins that is being read.
    private var recordOffset: UInt64 = 0
    /// The file, where what was read can be read again: a regular one, not packed.
    private let file: FileSource?
    /// What stood before a block that was passed over to the end of the source, and beyond what is kept.
    private var tailBeforeSkip: [UInt8]?
    /// How to read on from where the reader stands.
    package private(set) var layout: CaptureLayout
    package private(set) var batch = FrameBatch()

    /// Bytes of the buffer of the smallest capture.
    private static let leastPiece = 4_096
    /// So many bytes of zeros are taken for damage, whether or not something follows.
    private static let longestZeroRun = 1_024 * 1_024

    /// Reads a capture from its first byte on, and learns the format from it.
    ///
    /// - Parameter isKnown: whether frames of a link type are decoded.
    package init(_ input: OpenedInput, isKnown: (LinkType) -> Bool) throws(CaptureError) {
        name = input.name
        source = input.source
        limit = .max
        file = input.unpackedSize == nil ? nil : input.source as? FileSource
        let length = input.unpackedSize.map { size in
            max(Int(clamping: min(size, UInt64(ReadBuffer.largestPiece))), Self.leastPiece)
        }
        buffer = ReadBuffer(
            head: input.head, pieceLength: length ?? ReadBuffer.firstPiece,
            historyLength: file == nil ? min(OpenedInput.tailLength, length ?? .max) : 0)
        leastLength = input.unpackedSize ?? 0
        do {
            layout = try CaptureLayout(head: input.head, isKnown: isKnown)
        } catch {
            throw CaptureError(input: input.name, problem: error)
        }
        buffer.use(layout.headerLength)
        lendBuffer()
    }

    /// Reads the records that begin in a range of a file's bytes.
    ///
    /// - Parameters:
    ///   - range: begins at a record, and may end anywhere, or not at all.
    ///   - layout: how to read at the range's beginning.
    ///   - identity: of the file that is meant; `nil` for whichever is there.
    package init(
        path: String, name: String, range: Range<UInt64>, layout: CaptureLayout, of identity: FileIdentity? = nil
    ) throws(CaptureError) {
        do throws(CaptureError.Problem) {
            let file = try Self.open(path, from: range.lowerBound)
            guard identity == nil || file.identity == identity else { throw CaptureError.Problem.replaced }
            (source, self.file) = (file, file)
        } catch {
            throw CaptureError(input: name, problem: error)
        }
        self.name = name
        self.layout = layout
        limit = range.upperBound
        leastLength = range.upperBound == .max ? range.lowerBound : range.upperBound
        buffer = ReadBuffer(
            head: [], offset: range.lowerBound,
            pieceLength: Int(clamping: min(UInt64(ReadBuffer.largestPiece), range.upperBound - range.lowerBound)))
        lendBuffer()
    }

    private static func open(_ path: String, from offset: UInt64) throws(CaptureError.Problem) -> FileSource {
        do {
            return try FileSource(path: path, from: offset)
        } catch {
            throw .input(error)
        }
    }

    /// The bytes change hands: the batch lends them between calls of `nextBatch`, the buffer fills them during one.
    private mutating func lendBuffer() {
        swap(&batch.bytes, &buffer.bytes)
    }

    /// Where the next record begins, or the damaged place: bytes of the capture, unpacked.
    package var position: UInt64 { pending == nil ? buffer.offset : recordOffset }

    /// Up to 64 KiB of the capture before `position`.
    package func tail() throws(CaptureError) -> [UInt8] {
        if let tailBeforeSkip { return tailBeforeSkip }
        guard let file else { return history(batch.bytes) }
        do {
            return try file.tail(before: position)
        } catch {
            throw CaptureError(input: name, problem: .input(error))
        }
    }

    private func history(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes[max(0, buffer.start - OpenedInput.tailLength)..<buffer.start])
    }

    /// Has a reader of a range go on behind it, from where it stands.
    package mutating func extend(to end: UInt64) {
        limit = max(limit, end)
        leastLength = max(leastLength, end)
    }

    /// Has the reader end before the first record that begins at some place or behind it.
    package mutating func stop(at end: UInt64) {
        limit = end
    }

    /// Passes over the records that begin before some place.
    ///
    /// - Returns: whether a record begins there, or the capture ends.
    package mutating func pass(to position: UInt64) throws(CaptureError) -> Bool {
        limit = position
        defer { limit = .max }
        while try nextBatch() {}
        _ = takeLosses()
        return self.position == position
    }

    /// What the capture said was lost, between the records that were read since this was last called.
    package mutating func takeLosses() -> StatedLosses { batch.frames.takeLosses() }

    /// What makes the file the same one; `nil` for what is not a regular file, or packed.
    package var fileIdentity: FileIdentity? { file?.identity }

    /// Bytes taken from the file itself so far, before decompression.
    package var fileBytesRead: UInt64 { source.fileBytesRead }

    /// Puts the next frames into `batch`; false at the end of the capture, or of the requested range.
    package mutating func nextBatch() throws(CaptureError) -> Bool {
        var none = NoRecordFilter()
        defer { batch.isFiltered = false }
        return try nextBatch(filteredBy: &none)
    }

    /// Puts the next frames into `batch` that `filter` does not pass over: none, where it passes over all of a buffer.
    package mutating func nextBatch(filteredBy filter: inout some RecordFilter) throws(CaptureError) -> Bool {
        lendBuffer()
        defer { lendBuffer() }
        batch.frames.removeAll()
        hasPassedRecords = false
        while batch.frames.isEmpty && !hasPassedRecords {
            if let pending { throw pending }
            guard buffer.offset < limit else { return false }
            do {
                guard try advance(&filter) else { return false }
            } catch {
                pending = CaptureError(input: name, offset: recordOffset, problem: error)
            }
        }
        return true
    }

    /// Walks over what is in memory, and sees to what the walk needs next; false at the end of the capture.
    private mutating func advance(_ filter: inout some RecordFilter) throws(CaptureError.Problem) -> Bool {
        let step = walk(&filter)
        recordOffset = buffer.offset
        switch step {
        case .full: return true
        case .anotherCapture: preconditionFailure("the layout reads on through joined captures")
        case .malformed(let problem): throw problem
        case .zeros(let count):
            guard batch.frames.isEmpty else { return true }
            guard count < Self.longestZeroRun else { throw .zerosAtEnd }
            guard try !fill(min(2 * count, Self.longestZeroRun)), buffer.count == count else {
                return true
            }
            try checkLength()
            throw .zerosAtEnd
        case .skip(let length):
            guard batch.frames.isEmpty else { return true }
            let before = file == nil ? history(buffer.bytes) : nil
            guard try skip(length) else {
                tailBeforeSkip = before
                try checkLength()
                throw .cutInRecordHeader(
                    present: Int(clamping: buffer.offset - recordOffset), needed: Int(clamping: length))
            }
        case .needs(let needed, let packet):
            // Filling moves the bytes, so frames that point into them are handed out before.
            guard batch.frames.isEmpty else { return true }
            guard try !fill(needed) else { return true }
            try checkLength()
            guard buffer.count > 0 else { return hasPassedRecords }
            throw packet
                ? .cutInPacket(present: buffer.count, stated: needed)
                : .cutInRecordHeader(present: buffer.count, needed: needed)
        }
        return true
    }

    private mutating func skip(_ length: UInt64) throws(CaptureError.Problem) -> Bool {
        do {
            return try buffer.skip(length, from: source)
        } catch {
            throw .input(error)
        }
    }

    private mutating func fill(_ needed: Int) throws(CaptureError.Problem) -> Bool {
        do {
            return try buffer.fill(needed, from: source)
        } catch {
            throw .input(error)
        }
    }

    /// Refuses an end that comes before the one that the file had.
    private func checkLength() throws(CaptureError.Problem) {
        let end = buffer.offset + UInt64(buffer.count)
        guard end >= leastLength else { throw .shrunk(end: end, expected: leastLength) }
    }

    private mutating func walk(_ filter: inout some RecordFilter) -> RecordWalk {
        let begin = buffer.start
        var position = begin
        let (end, offset) = (buffer.end, buffer.offset)
        let limit = limit == .max ? Int.max : position + Int(clamping: limit - offset)
        defer {
            hasPassedRecords = position > begin && layout.isFiltered
            batch.isFiltered = layout.isFiltered
            buffer.use(position - begin)
        }
        return unsafe buffer.bytes.withUnsafeBytes { bytes in
            batch.frames.refill { frames in
                unsafe layout.walk(
                    bytes, position: &position, end: end, limit: limit, into: &frames, filter: &filter)
            }
        }
    }
}
