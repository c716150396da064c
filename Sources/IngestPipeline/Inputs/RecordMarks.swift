import ByteInput
import CensusModel
import Digests
import PacketCapture
import PacketDecoding

/// Digests of a capture's first bytes, up to the end of each record in them.
struct RecordMarks: Sendable {
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
        /// Where the first record begins, or how far all is known that it begins with, where it may be there without its end.
        var firstStart: Int?
        /// Whether there is nothing of the first record's end.
        var isUnfinished = false
        /// What it is known by while the first record has no end, where that is not what lies before `firstStart`.
        var bytesWithoutEnd: [UInt8]?
        /// Whether all that is there is one record; ends within the first 64 KiB are then only places up to which it is known.
        var isOneRecord = false
        /// Where earlier versions took the first record to end; `nil` where they did as this one does.
        var earlierFirst: Int?
    }

    /// The first record of a capture, by which others that begin like it are found.
    struct Beginning {
        /// SHA-256 up to the end of the first record; `nil` while that is not whole.
        let digest: [UInt8]?
        /// What the digest was while the first record had no end; `nil` where a record is never there in part.
        let digestWithoutEnd: [UInt8]?
        /// What the digest was in earlier versions; `nil` where it was the same.
        let earlierDigest: [UInt8]?

        /// Behind the bytes before a record without an end, so that their digest is that of no other beginning.
        private static let markOfNoEnd = Array("without its end".utf8)

        /// - Parameters:
        ///   - bytes: the capture's first ones.
        ///   - walk: finds the records.
        init(_ bytes: [UInt8], walk: ([UInt8]) -> Walk = RecordMarks.walkOverFirst) {
            let walk = walk(bytes)
            earlierDigest = walk.earlierFirst.map { Digest.sha256(Array(bytes[..<$0])) }
            let bytesWithoutEnd = walk.bytesWithoutEnd ?? walk.firstStart.map { Array(bytes[..<$0]) }
            digestWithoutEnd = bytesWithoutEnd.map { Digest.sha256($0 + Self.markOfNoEnd) }
            if walk.first == bytes.count, walk.isUnfinished, let digestWithoutEnd {
                digest = digestWithoutEnd
            } else if let end = walk.first ?? walk.ends.first, end <= markedLength, walk.ends.contains(end) {
                digest = Digest.sha256(Array(bytes[..<end]))
            } else {
                // A first record that is longer than the head is known by what there is of it.
                digest = bytes.count >= markedLength ? Digest.sha256(Array(bytes.prefix(markedLength))) : nil
            }
        }
    }

    /// - Parameter walk: finds the records.
    init(_ bytes: [UInt8], walk: ([UInt8]) -> Walk = Self.walk) {
        let walk = walk(bytes)
        (end, isDamaged) = (UInt64(walk.ends.last ?? 0), walk.isDamaged)
        let count = walk.ends.prefix { $0 <= Self.markedLength }.count
        marks = Self.marks(bytes, walk.ends.prefix(count))
        let isUnfinished = walk.first == bytes.count && walk.isUnfinished
        // The digest depends on the pieces in which it is made.
        let (ends, first) = walk.isOneRecord ? (Array(walk.ends[count...]), 0) : (walk.ends, count)
        further = isUnfinished ? [] : Self.further(bytes, ends, from: first)
    }

    private static func marks(_ bytes: [UInt8], _ ends: ArraySlice<Int>) -> [(end: UInt64, digest: UInt64)] {
        var hash = SHA256()
        var hashed = 0
        return ends.map { end in
            hash.update(data: bytes[hashed..<end])
            hashed = end
            return (UInt64(end), hash.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        }
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

    /// As `walk`, but where a record ends in the very first bytes the rest is not gone over.
    static func walkOverFirst(_ bytes: [UInt8]) -> Walk {
        let few = walk(Array(bytes.prefix(veryFirst)))
        return few.ends.isEmpty && bytes.count > veryFirst ? walk(bytes) : few
    }

    private static let veryFirst = 4_096

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
