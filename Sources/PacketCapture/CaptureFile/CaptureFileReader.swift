package import NetworkTypes

/// Reads a capture file front to back, of either format, and lends its frames in batches.
///
/// A damaged place ends the reading: the frames before it are handed out first, then the error is thrown.
/// Frames without loss of order; memory is one buffer of 256 KiB, or the longest record.
package struct CaptureFileReader {
    private let input: CaptureInput
    private var buffer: ReadBuffer
    private var format: Format
    /// What ended the walk, kept until the frames before it were handed out.
    private var pending: CaptureError?
    package private(set) var batch = FrameBatch()

    private enum Format {
        case pcap(PcapFormat)
        case pcapng(PcapngFormat)
    }

    /// Learns the format from the first bytes.
    ///
    /// - Parameter isKnown: whether frames of a link type are decoded; a classic capture of another is refused,
    ///   while pcapng may hold some interfaces that are known and some that are not.
    package init(_ input: CaptureInput, isKnown: (LinkType) -> Bool) throws(CaptureError) {
        self.input = input
        buffer = ReadBuffer(head: input.head)
        do {
            format = try Self.format(of: &buffer, isKnown)
        } catch {
            throw CaptureError(input: input.name, problem: error)
        }
        swap(&batch.bytes, &buffer.bytes)
    }

    /// Whether a file that begins with `head` is a capture of either format, whole or not.
    package static func beginsCapture(_ head: ArraySlice<UInt8>) -> Bool {
        head.starts(with: PcapngFormat.sectionHeader) || PcapHeader.isMagic(head.prefix(4))
    }

    private static func format(
        of buffer: inout ReadBuffer, _ isKnown: (LinkType) -> Bool
    ) throws(CaptureError.Problem) -> Format {
        let head = buffer.unused
        guard !head.isEmpty else { throw .empty }
        if head.starts(with: PcapngFormat.sectionHeader) { return .pcapng(PcapngFormat()) }
        guard head.count >= 4, PcapHeader.isMagic(head.prefix(4)) else {
            throw .notACapture(firstBytes: Array(head.prefix(8)))
        }
        guard head.count >= PcapHeader.length else {
            throw .cutInFileHeader(present: head.count, needed: PcapHeader.length)
        }
        let header = try unsafe head.withUnsafeBufferPointer { bytes throws(CaptureError.Problem) in
            try unsafe PcapHeader(UnsafeRawBufferPointer(bytes), isKnown: isKnown)
        }
        buffer.use(PcapHeader.length)
        return .pcap(PcapFormat(header: header))
    }

    /// Bytes of the capture passed so far, unpacked.
    package var captureBytesRead: UInt64 { buffer.offset }

    /// Bytes taken from the file itself so far, before decompression.
    package var fileBytesRead: UInt64 { input.source.fileBytesRead }

    /// Puts the next frames into `batch`; false at the end of the capture.
    package mutating func nextBatch() throws(CaptureError) -> Bool {
        // The bytes change hands: the batch lends them between calls, the buffer fills them during one.
        swap(&batch.bytes, &buffer.bytes)
        defer { swap(&batch.bytes, &buffer.bytes) }
        batch.frames.removeAll(keepingCapacity: true)
        while batch.frames.isEmpty {
            if let pending { throw pending }
            do {
                guard try advance() else { return false }
            } catch {
                pending = CaptureError(input: input.name, offset: buffer.offset, problem: error)
            }
        }
        return true
    }

    /// Walks over what is in memory, and sees to what the walk needs next; false at the end of the capture.
    private mutating func advance() throws(CaptureError.Problem) -> Bool {
        switch walk() {
        case .malformed(let problem): throw problem
        case .skip(let length):
            guard batch.frames.isEmpty else { return true }
            guard try buffer.skip(length, from: input.source) else {
                throw .cutInRecordHeader(present: 0, needed: Int(clamping: length))
            }
        case .needs(let needed, let packet):
            // Filling moves the bytes, so frames that point into them are handed out before.
            guard batch.frames.isEmpty else { return true }
            guard try !buffer.fill(needed, from: input.source) else { return true }
            guard buffer.count > 0 else { return false }
            throw packet
                ? .cutInPacket(present: buffer.count, stated: needed)
                : .cutInRecordHeader(present: buffer.count, needed: needed)
        }
        return true
    }

    private mutating func walk() -> RecordWalk {
        var position = buffer.start
        let end = buffer.end
        defer { buffer.use(position - buffer.start) }
        return unsafe buffer.bytes.withUnsafeBytes { bytes in
            switch format {
            case .pcap(let pcap): return unsafe pcap.walk(bytes, position: &position, end: end, into: &batch.frames)
            case .pcapng(var pcapng):
                defer { format = .pcapng(pcapng) }
                return unsafe pcapng.walk(bytes, position: &position, end: end, into: &batch.frames)
            }
        }
    }
}
