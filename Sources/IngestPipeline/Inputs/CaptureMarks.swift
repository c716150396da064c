import ByteInput
import CensusModel
import Digests
import NetworkTypes
import PacketCapture
import PacketDecoding

/// What makes a capture the same one again, whatever its name and packing, and also when it has grown: digests of its
/// first 64 KiB up to the end of each record.
struct CaptureMarks: Sendable {
    /// `nil` as long as a capture has no whole record: then there is nothing that could be counted twice.
    let beginning: [UInt8]?
    /// Where each record's packet ends, and the digest up to there.
    private let marks: [(end: UInt64, digest: UInt64)]
    private let earlier: CaptureIdentity

    private static let headLength = OpenedInput.minimumHeadLength

    /// - Parameter input: of whose head as much counts as every input shows, however it is read.
    init(_ input: OpenedInput) {
        earlier = CaptureIdentity(input)
        let head = Array(input.head.prefix(Self.headLength))
        var hash = SHA256()
        var hashed = 0
        var first: [UInt8]?
        marks = Self.ends(in: head).map { end in
            hash.update(data: head[hashed..<end])
            hashed = end
            let digest = hash.finalize()
            first = first ?? Array(digest)
            return (UInt64(end), digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        }
        // A first record that is longer than the head is known by what there is of it.
        beginning = first ?? (head.count == Self.headLength ? Digest.sha256(head) : nil)
    }

    /// Where in a capture's first bytes the packets of whole records end.
    private static func ends(in head: [UInt8]) -> [Int] {
        let input = OpenedInput(name: "", bytes: head)
        guard var reader = try? CaptureFileReader(input, isKnown: LinkHeader.isKnown) else { return [] }
        var ends: [Int] = []
        // The bytes are all in memory and stay where they are, so a place in the batch is a place in the capture.
        while (try? reader.nextBatch()) == true {
            for index in 0..<reader.batch.frames.count { ends.append(reader.batch.frames[index].end) }
        }
        return ends
    }

    /// How the capture begins, up to some place; `nil` while it has no whole record.
    func head(upTo position: UInt64 = .max) -> SourceIdentity? {
        beginning.map { beginning in
            SourceIdentity(beginning: beginning, marks: marks.prefix { $0.end <= position }.map(\.digest))
        }
    }

    /// What names the capture in stores of earlier versions.
    /// - Parameter length: bytes of the whole capture, unpacked.
    func earlierIdentity(length: UInt64) -> String {
        earlier.digest(length: length)
    }
}

/// Digests of bytes.
enum Digest {
    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: bytes))
    }
}
