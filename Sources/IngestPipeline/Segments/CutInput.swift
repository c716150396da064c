import NetworkTypes

/// A large input, cut into segments that any worker can read.
///
/// The cuts are guesses, the result is exact: a segment read from a guessed record counts only when the one before ended
/// just there, with the same layout; else that segment is read again from where it did end.
protocol CutInput: Sendable {
    associatedtype Reader: SegmentedReader

    var cuts: SegmentCuts { get }
    /// How to read at the first record to count.
    var layout: Reader.Layout { get }

    /// A reader of a segment from the first record that seems to begin in it; `nil` when none is found.
    func reader(guessing segment: Int) throws(Reader.Failure) -> Reader?

    /// A reader of what is left of some segments from a record on.
    func reader(from position: UInt64, _ layout: Reader.Layout, to segments: Range<Int>) throws(Reader.Failure)
        -> Reader

    /// Reads on until the reader's end, its first damaged place, or a full tally.
    ///
    /// - Parameters:
    ///   - latest: the last time that stood before; `nil` where nothing is known of what stood there.
    ///   - mayGrow: whether more may be read, when the tally takes so many bytes; called once a batch.
    ///   - readOn: is called at the reader's end, and may have it read on.
    func read(
        _ reader: inout Reader, by ingest: CaptureIngest, after latest: Timestamp?, while mayGrow: (Int) -> Bool,
        readingOn readOn: (inout Reader) -> Bool
    ) throws(Reader.Failure) -> CountedSegment<Reader>
}
