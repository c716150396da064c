import ByteInput
import NetworkTypes
import PacketCapture

/// A large capture file, cut into segments.
struct SegmentedFile: CutInput {
    let path: String
    private let name: String
    private let identity: FileIdentity?
    let cuts: SegmentCuts
    let layout: CaptureLayout
    /// How to read from a guessed record: with the interfaces that are declared before the second segment.
    private let guessedLayout: CaptureLayout

    /// `nil` when the file is not to be cut: for one worker, or when it is small.
    ///
    /// - Parameters:
    ///   - reader: stands at the first record to count; it is moved on.
    ///   - size: bytes of the file, which is not packed.
    ///   - minimumLength: the least bytes of a segment.
    init?(
        path: String, name: String, _ reader: inout CaptureFileReader, size: UInt64, jobs: Int,
        minimumLength: UInt64 = SegmentCuts.minimumLength
    ) {
        layout = reader.layout
        guard let cuts = SegmentCuts(from: reader.position, size: size, jobs: jobs, minimumLength: minimumLength),
            // Reading the first batch declares the interfaces that stand at a pcapng file's beginning.
            (try? reader.nextBatch()) == true
        else { return nil }
        (self.path, self.name, self.cuts) = (path, name, cuts)
        (identity, guessedLayout) = (reader.fileIdentity, reader.layout)
    }

    func reader(guessing segment: Int) throws(CaptureError) -> CaptureFileReader? {
        let segments = segment..<segment + 1
        guard segment > 0 else { return try reader(from: cuts.start, layout, to: segments) }
        let cut = cuts.beginning(of: segment)
        for length in Self.searchLengths {
            let bytes = try asCaptureError { () throws(ByteInputError) in
                try FileSource.bytes(of: path, from: cut, count: length)
            }
            guard let offset = RecordSearch.firstRecord(in: bytes, guessedLayout) else { continue }
            guard cut + UInt64(offset) < cuts.end(of: segments) else { return nil }
            return try reader(from: cut + UInt64(offset), guessedLayout, to: segments)
        }
        return nil
    }

    func reader(
        from position: UInt64, _ layout: CaptureLayout, to segments: Range<Int>
    ) throws(CaptureError) -> CaptureFileReader {
        try CaptureFileReader(
            path: path, name: name, range: position..<cuts.end(of: segments), layout: layout, of: identity)
    }

    /// Every packet has a time, so that what stood before does not matter.
    func read(
        _ reader: inout CaptureFileReader, by ingest: CaptureIngest, after latest: Timestamp?,
        while mayGrow: (Int) -> Bool, readingOn readOn: (inout CaptureFileReader) -> Bool
    ) throws(CaptureError) -> CountedSegment<CaptureFileReader> {
        try ingest.read(&reader, while: mayGrow, readingOn: readOn)
    }

    /// How far behind a cut a record is looked for: some dozens of usual records, and then the longest record with a few
    /// more behind it.
    private static let searchLengths = [64 * 1_024, 1_024 * 1_024]
}
