import ByteInput
import CensusModel
import Digests
import PacketCapture
import PacketDecoding

/// Digests of a capture's first bytes, up to the end of each record in them.
struct RecordMarks: Sendable {
    /// SHA-256 up to the end of the first record; `nil` while that is not whole.
    let beginning: [UInt8]?
    /// What the beginning was while the first record had no end; `nil` where a record is never there in part.
    let beginningWithoutEnd: [UInt8]?
    /// For each record that ends within the first 64 KiB where it ends, and the first 8 bytes of SHA-256 up to there.
    let marks: [(end: UInt64, digest: UInt64)]
    /// For each further record where it ends, and 4 bytes of a digest up to there.
    let further: [(end: UInt64, digest: UInt32)]
    /// Where the last record ends; 0 where there is none.
    let end: UInt64
    /// Whether what follows the last record is not a record, whatever comes behind.
    let isDamaged: Bool

    static let markedLength = OpenedInput.minimumHeadLength

    /// Where in some first bytes of an input whole records end.
    struct Walk {
        var ends: [Int]
        /// Where the first record ends, if it is not the first of the ends.
        var first: Int?
        /// Whether damage follows.
        var isDamaged = false
        /// Where the first record begins, where it may be there without its end.
        var firstStart: Int?
        /// Whether there is nothing of the first record's end.
        var isUnfinished = false
    }

    /// - Parameter walk: finds the records.
    init(_ bytes: [UInt8], walk: ([UInt8]) -> Walk = Self.walk) {
        let walk = walk(bytes)
        (end, isDamaged) = (UInt64(walk.ends.last ?? 0), walk.isDamaged)
        let count = walk.ends.prefix { $0 <= Self.markedLength }.count
        let (first, marks) = Self.marks(bytes, walk.ends.prefix(count), first: walk.first ?? walk.ends.first)
        self.marks = marks
        beginningWithoutEnd = walk.firstStart.map { Digest.sha256(Array(bytes[..<$0]) + Self.markOfNoEnd) }
        if walk.first == bytes.count, walk.isUnfinished, let beginningWithoutEnd {
            (beginning, further) = (beginningWithoutEnd, [])
            return
        }
        // A first record that is longer than the head is known by what there is of it.
        beginning =
            first ?? (bytes.count >= Self.markedLength ? Digest.sha256(Array(bytes.prefix(Self.markedLength))) : nil)
        further = Self.further(bytes, walk.ends, from: count)
    }

    /// Behind the bytes before a record without an end, so that their digest is that of no other beginning.
    private static let markOfNoEnd = Array("without its end".utf8)

    private static func marks(
        _ bytes: [UInt8], _ ends: ArraySlice<Int>, first firstEnd: Int?
    ) -> (first: [UInt8]?, marks: [(end: UInt64, digest: UInt64)]) {
        var hash = SHA256()
        var hashed = 0
        var first: [UInt8]?
        let marks = ends.map { end in
            hash.update(data: bytes[hashed..<end])
            hashed = end
            let digest = hash.finalize()
            if end == firstEnd { first = digest }
            return (UInt64(end), digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        }
        return (first, marks)
    }

    private static func further(
        _ bytes: [UInt8], _ ends: [Int], from count: Int
    ) -> [(end: UInt64, digest: UInt32)] {
        guard count < ends.count else { return [] }
        var digest = RunningDigest()
        var digested = 0
        return ends.enumerated().compactMap { number, end in
            digest.update(bytes.span.extracting(digested..<end))
            digested = end
            return number < count ? nil : (UInt64(end), digest.shortValue)
        }
    }

    /// Where in a capture's first bytes the packets of whole records end, and whether damage follows them.
    static func walk(_ bytes: [UInt8]) -> Walk {
        let input = OpenedInput(name: "", bytes: bytes)
        guard var reader = try? CaptureFileReader(input, isKnown: LinkHeader.isKnown) else {
            return Walk(ends: [])
        }
        var ends: [Int] = []
        do {
            // The bytes are all in memory and stay where they are, so a place in the batch is a place in the capture.
            while try reader.nextBatch() {
                for index in 0..<reader.batch.frames.count { ends.append(reader.batch.frames[index].end) }
            }
            return Walk(ends: ends)
        } catch {
            // A run of zeros up to the end of what is there may be followed by something.
            return Walk(ends: ends, isDamaged: !error.isCut && error.problem != .zerosAtEnd)
        }
    }
}
