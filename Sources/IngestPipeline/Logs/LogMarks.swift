import ByteInput
import CensusModel
import Digests
import FlowLogs

/// What makes a flow log the same one again, whatever its name and packing, and also when it has grown: digests of its first
/// 64 KiB up to the end of each line or message in them.
struct LogMarks: Sendable {
    /// `nil` as long as a log has no whole record: then there is nothing that could be counted twice.
    let beginning: [UInt8]?
    /// Where each line or message ends, and the digest up to there.
    private let marks: [(end: UInt64, digest: UInt64)]

    init(_ input: OpenedInput, _ format: LogFormat) {
        let head = Array(input.head.prefix(OpenedInput.minimumHeadLength))
        let isWhole = head.count < OpenedInput.minimumHeadLength
        let (ends, first) = Self.ends(in: head, format, isWhole: isWhole)
        var hash = SHA256()
        var hashed = 0
        var beginning: [UInt8]?
        marks = ends.map { end in
            hash.update(data: head[hashed..<end])
            hashed = end
            let digest = Array(hash.finalize())
            if end == first { beginning = digest }
            return (UInt64(end), digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        }
        // A first record that is longer than the head is known by what there is of it.
        self.beginning = beginning ?? (isWhole ? nil : Digest.sha256(head))
    }

    /// How the log begins, up to some place; `nil` while it has no whole record.
    func head(upTo position: UInt64 = .max) -> SourceIdentity? {
        beginning.map { beginning in
            SourceIdentity(beginning: beginning, marks: marks.prefix { $0.end <= position }.map(\.digest))
        }
    }

    /// Where lines or messages end, and where the first record does.
    private static func ends(in head: [UInt8], _ format: LogFormat, isWhole: Bool) -> (ends: [Int], first: Int?) {
        switch format {
        case .nfcapd:
            // Its first block states how many follow, so that a file that grows is another one.
            return (head.isEmpty ? [] : [head.count], head.isEmpty ? nil : head.count)
        case .ipfix:
            let ends = messageEnds(in: head)
            return (ends, ends.first)
        case .zeek, .suricata, .aws, .gcp, .azure, .argus:
            return lineEnds(in: head, format, isWhole: isWhole)
        }
    }

    /// RFC 7011 section 3.1: a message's length stands in its third and fourth byte.
    private static func messageEnds(in head: [UInt8]) -> [Int] {
        var (ends, start) = ([Int](), 0)
        while start + 16 <= head.count {
            let length = Int(head[start + 2]) << 8 | Int(head[start + 3])
            guard length >= 16, start + length <= head.count else { break }
            start += length
            ends.append(start)
        }
        return ends
    }

    private static func lineEnds(
        in head: [UInt8], _ format: LogFormat, isWhole: Bool
    ) -> (ends: [Int], first: Int?) {
        var ends = head.indices.filter { head[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        if isWhole, let last = ends.last ?? (head.isEmpty ? nil : 0), last < head.count { ends.append(head.count) }
        var start = 0
        var headersLeft = format == .aws || format == .argus ? 1 : 0
        for end in ends {
            let isComment = head[start] == UInt8(ascii: "#") || end - start <= 1
            start = end
            if isComment { continue }
            if headersLeft == 0 { return (ends, end) }
            headersLeft -= 1
        }
        return (ends, nil)
    }
}
