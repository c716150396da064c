import ByteInput
import PacketCapture

/// A large capture file, cut into pieces that any worker can read.
///
/// The cuts are guesses, the result is exact: a piece read from a guessed record counts only when the one before ended
/// just there, with the same interfaces declared; else that stretch is read again from where it did end.
struct SegmentedFile: Sendable {
    let path: String
    private let name: String
    private let size: UInt64
    private let identity: FileIdentity?
    /// Where the first record to count begins, and how to read from there.
    let start: (position: UInt64, layout: CaptureLayout)
    /// How to read from a guessed record: with the interfaces that are declared before the second piece.
    private let layout: CaptureLayout
    private let pieceLength: UInt64
    /// For how many workers it is cut.
    let workers: Int

    /// Below this, cutting costs more than it saves.
    static let minimumLength: UInt64 = 16 * 1_024 * 1_024
    /// Above this, what waits for a piece before it would be large.
    private static let maximumLength: UInt64 = 64 * 1_024 * 1_024
    private static let piecesPerWorker: UInt64 = 4

    /// `nil` when the file is not to be cut: for one worker, or when it is small.
    ///
    /// - Parameters:
    ///   - reader: stands at the first record to count; it is moved on.
    ///   - size: bytes of the file, which is not packed.
    ///   - minimumLength: the least bytes of a piece.
    init?(
        path: String, name: String, _ reader: inout CaptureFileReader, size: UInt64, jobs: Int,
        minimumLength: UInt64 = Self.minimumLength
    ) {
        let begin = (position: reader.position, layout: reader.layout)
        guard jobs > 1, size >= begin.position, size - begin.position >= 2 * minimumLength else { return nil }
        // Reading the first batch declares the interfaces that stand at a pcapng file's beginning.
        guard (try? reader.nextBatch()) == true else { return nil }
        self.path = path
        self.name = name
        (self.size, identity) = (size, reader.fileIdentity)
        start = begin
        layout = reader.layout
        // A number of workers that would make the product too large makes no difference.
        workers = min(jobs, Int(UInt32.max))
        let length = (size - begin.position) / (UInt64(workers) * Self.piecesPerWorker) + 1
        pieceLength = max(minimumLength, min(length, Self.maximumLength))
    }

    var pieceCount: Int { Int((size - start.position + pieceLength - 1) / pieceLength) }

    /// Where pieces that follow one another end: bytes of the file.
    func end(of pieces: Range<Int>) -> UInt64 { min(size, start.position + UInt64(pieces.upperBound) * pieceLength) }

    /// A reader of a piece from the first record that seems to begin in it; `nil` when none is found.
    func reader(guessing piece: Int) throws(CaptureError) -> CaptureFileReader? {
        let pieces = piece..<piece + 1
        guard piece > 0 else { return try reader(from: start.position, start.layout, to: pieces) }
        let cut = start.position + UInt64(piece) * pieceLength
        for length in Self.searchLengths {
            let bytes = try asCaptureError { () throws(ByteInputError) in
                try FileSource.bytes(of: path, from: cut, count: length)
            }
            guard let offset = RecordSearch.firstRecord(in: bytes, layout) else { continue }
            guard cut + UInt64(offset) < end(of: pieces) else { return nil }
            return try reader(from: cut + UInt64(offset), layout, to: pieces)
        }
        return nil
    }

    /// A reader of what is left of some pieces from a record on.
    func reader(
        from position: UInt64, _ layout: CaptureLayout, to pieces: Range<Int>
    ) throws(CaptureError) -> CaptureFileReader {
        try CaptureFileReader(
            path: path, name: name, range: position..<end(of: pieces), layout: layout, of: identity)
    }

    /// How far behind a cut a record is looked for: some dozens of usual records, and then the longest record with a few
    /// more behind it.
    private static let searchLengths = [64 * 1_024, 1_024 * 1_024]
}
