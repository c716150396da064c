import HourlyRollup
import PacketCapture
import PacketDecoding

/// A large capture file, cut into segments that any worker can read.
///
/// The cuts are guesses, the result is exact: a segment read from a guessed record counts only when the one before ended
/// just there, with the same interfaces declared; else that stretch is read again from where it did end.
struct SegmentedFile: Sendable {
    let path: String
    private let size: UInt64
    /// Where the first record begins, and how to read from there.
    private let start: (position: UInt64, layout: CaptureLayout)
    /// How to read from a guessed record: with the interfaces that are declared at the file's beginning.
    private let layout: CaptureLayout
    private let segmentLength: UInt64

    /// Below this, cutting costs more than it saves.
    static let minimumLength: UInt64 = 16 * 1_024 * 1_024
    private static let segmentsPerWorker: UInt64 = 4

    /// `nil` when the file is not to be cut: for one worker, a small or packed file, or one that is no regular file.
    /// - Parameter minimumLength: the least bytes of a segment.
    init?(
        path: String, _ input: CaptureInput, jobs: Int, minimumLength: UInt64 = Self.minimumLength
    ) throws(CaptureError) {
        guard jobs > 1, let size = input.unpackedSize, size >= 2 * minimumLength else { return nil }
        var reader = try CaptureFileReader(input, isKnown: LinkHeader.isKnown)
        start = (reader.position, reader.layout)
        // Reading the first batch declares the interfaces that stand at a pcapng file's beginning.
        guard (try? reader.nextBatch()) == true else { return nil }
        self.path = path
        self.size = size
        layout = reader.layout
        // A number of workers that would make the product too large makes no difference.
        let workers = min(UInt64(jobs), UInt64(UInt32.max))
        // The first segment holds the file's header at least.
        segmentLength = max(minimumLength, size / (workers * Self.segmentsPerWorker) + 1, start.position + 1)
    }

    var segmentCount: Int { Int((size + segmentLength - 1) / segmentLength) }

    /// Reads a segment from the first record that seems to begin in it; `nil` when none is found.
    func read(_ segment: Int, with ingest: CaptureIngest) throws(CaptureError) -> StretchResult? {
        let cut = UInt64(segment) * segmentLength
        let end = min(size, cut + segmentLength)
        guard segment > 0 else { return try ingest.read(self, start.position..<end, start.layout) }
        let bytes = try FileSource.bytes(of: path, from: cut, count: Self.searchLength)
        guard let offset = RecordSearch.firstRecord(in: bytes, layout), cut + UInt64(offset) < end else { return nil }
        return try ingest.read(self, cut + UInt64(offset)..<end, layout)
    }

    /// How far behind a cut a record is looked for: the longest record, and a few more behind it.
    private static let searchLength = 1_024 * 1_024

    /// Joins the segment that comes next, and reads again what a wrong guess has spoilt.
    ///
    /// - Parameter whole: all segments before.
    func join(
        _ segment: StretchResult?, _ number: Int, to whole: inout StretchResult?, with ingest: CaptureIngest
    ) throws(CaptureError) {
        let end = min(size, UInt64(number + 1) * segmentLength)
        // A record longer than a segment may reach over the next cut as well.
        guard let reached = whole?.end, reached < end, whole?.problem == nil else { return }
        if let segment, segment.start == reached, segment.layoutAtStart == whole?.layoutAtEnd {
            whole?.append(segment)
        } else if let layout = whole?.layoutAtEnd {
            whole?.append(try ingest.read(self, reached..<end, layout))
        }
    }
}

extension StretchResult {
    /// Adds the stretch that follows.
    fileprivate mutating func append(_ next: StretchResult) {
        tally.merge(next.tally)
        (end, layoutAtEnd, problem) = (next.end, next.layoutAtEnd, next.problem)
    }
}
