import ByteInput
import FlowLogs
import NetworkTypes

/// A large flow log, cut into segments.
struct SegmentedLog: CutInput {
    private let path: String
    private let name: String
    private let identity: FileIdentity?
    private let isGrowing: Bool
    let cuts: SegmentCuts
    let layout: LogLayout
    /// How to read from a guessed record: with what is learnt in the first batch.
    private let guessedLayout: LogLayout

    /// `nil` when the log is not to be cut: for one worker, when it is small, or where its records cannot be found from
    /// anywhere.
    ///
    /// - Parameters:
    ///   - reader: stands at the first record to count.
    ///   - size: bytes of the file, which is not packed.
    ///   - isGrowing: whether a last line without an end is left for later.
    ///   - minimumLength: the least bytes of a segment.
    init?(
        path: String, name: String, _ reader: LogReader, size: UInt64, jobs: Int, isGrowing: Bool,
        minimumLength: UInt64 = SegmentCuts.minimumLength
    ) {
        layout = reader.layout
        guard layout.canBeCut,
            let cuts = SegmentCuts(from: reader.position, size: size, jobs: jobs, minimumLength: minimumLength),
            var first = try? LogReader(
                path: path, name: name, range: reader.position..<size, layout: layout, of: reader.input.fileIdentity)
        else { return nil }
        var sink = NullLogSink()
        guard (try? first.next(into: &sink)) == true else { return nil }
        (self.path, self.name, self.isGrowing, self.cuts) = (path, name, isGrowing, cuts)
        (identity, guessedLayout) = (reader.input.fileIdentity, first.layout)
    }

    func reader(guessing segment: Int) throws(LogError) -> LogReader? {
        let segments = segment..<segment + 1
        guard segment > 0 else { return try reader(from: cuts.start, layout, to: segments) }
        guard let file = PlacedFile(path: path),
            let place = try asLogError(
                { () throws(ByteInputError.Problem) in
                    try guessedLayout.firstRecord(behind: cuts.beginning(of: segment), from: cuts.start, in: file)
                }), place < cuts.end(of: segments)
        else { return nil }
        return try reader(from: place, guessedLayout, to: segments)
    }

    private func asLogError<Value>(_ body: () throws(ByteInputError.Problem) -> Value) throws(LogError) -> Value {
        do {
            return try body()
        } catch {
            throw LogError(input: name, problem: .input(error))
        }
    }

    func reader(
        from position: UInt64, _ layout: LogLayout, to segments: Range<Int>
    ) throws(LogError) -> LogReader {
        try LogReader(
            path: path, name: name, range: position..<cuts.end(of: segments), layout: layout, of: identity,
            isGrowing: isGrowing)
    }

    func read(
        _ reader: inout LogReader, by ingest: CaptureIngest, after latest: Timestamp?, while mayGrow: (Int) -> Bool,
        readingOn readOn: (inout LogReader) -> Bool
    ) throws(LogError) -> CountedSegment<LogReader> {
        try ingest.read(&reader, after: latest, while: mayGrow, readingOn: readOn)
    }
}
