import ByteInput
import FlowLogs

/// What makes a flow log the same one again, whatever its name and packing, and also when it has grown: where each line or
/// message ends in its first bytes.
enum LogMarks {
    /// The marks of a log that was opened.
    static func of(_ input: OpenedInput, _ format: LogFormat) -> CaptureMarks {
        CaptureMarks(input) { head in
            let ends = ends(in: head, format, isWhole: head.count < OpenedInput.minimumHeadLength)
            return RecordMarks.Walk(ends: ends.ends, first: ends.first ?? .max)
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
        let ends = head.indices.filter { head[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        var start = 0
        var headersLeft = format == .aws || format == .argus ? 1 : 0
        for end in ends {
            let isComment = head[start] == UInt8(ascii: "#") || end - start <= 1
            start = end
            if isComment { continue }
            if headersLeft == 0 { return (ends, end) }
            headersLeft -= 1
        }
        // A line without an end may go on: it tells the log from others only where there is no other line.
        guard isWhole, start < head.count, head[start] != UInt8(ascii: "#"), headersLeft == 0 else {
            return (ends, nil)
        }
        return (ends + [head.count], head.count)
    }
}
