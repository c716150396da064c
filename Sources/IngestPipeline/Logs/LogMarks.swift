import ByteInput
import FlowLogs

/// What makes a flow log the same one again, whatever its name and packing, and also when it has grown: where each line or
/// message ends in its first bytes.
enum LogMarks {
    /// The marks of a log that was opened.
    static func of(_ input: OpenedInput, _ format: LogFormat) -> CaptureMarks {
        CaptureMarks(input) { head in
            walk(head, format, isWhole: head.count < OpenedInput.minimumHeadLength)
        }
    }

    /// Whether what has come of a stream tells which log it is, so that no more need be waited for.
    static func areEnough(_ head: ArraySlice<UInt8>, _ format: LogFormat) -> Bool {
        guard format != .nfcapd else { return false }
        let walk = walk(Array(head), format, isWhole: false)
        return walk.first != .max && !walk.isUnfinished
    }

    /// Where lines or messages end, and where the first record does.
    private static func walk(_ head: [UInt8], _ format: LogFormat, isWhole: Bool) -> RecordMarks.Walk {
        switch format {
        case .nfcapd:
            return nfcapd(head)
        case .ipfix:
            let ends = messageEnds(in: head)
            return RecordMarks.Walk(ends: ends, first: ends.first ?? .max)
        case .zeek, .suricata, .aws, .gcp, .azure, .argus:
            return lines(of: head, format, isWhole: isWhole)
        }
    }

    /// A file that its collector has closed is known by all its first bytes, one that it still writes by what stays of them.
    private static func nfcapd(_ head: [UInt8]) -> RecordMarks.Walk {
        guard !head.isEmpty else { return RecordMarks.Walk(ends: [], first: .max) }
        let beginning = NfcapdBeginning(head: head[...], of: RecordMarks.markedLength)
        let isBeingWritten = beginning?.isBeingWritten ?? false
        // Of a packed file no more than the first bytes are known, so that these have a mark of their own.
        let ends = [RecordMarks.markedLength].filter { $0 < head.count } + [head.count]
        return RecordMarks.Walk(
            ends: isBeingWritten ? [] : ends, first: head.count, isUnfinished: isBeingWritten,
            bytesWithoutEnd: beginning?.lastingBytes, isOneRecord: true)
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

    private static func lines(of head: [UInt8], _ format: LogFormat, isWhole: Bool) -> RecordMarks.Walk {
        let ends = head.indices.filter { head[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        var start = head.starts(with: ByteOrderMark.utf8) ? ByteOrderMark.utf8.count : 0
        var headersLeft = format.beginsWithColumns(head[...]) ? 1 : 0
        for end in ends {
            let isComment = head[start] == UInt8(ascii: "#") || end - start <= 1
            if !isComment, headersLeft == 0 {
                return firstRecord(of: head, from: start, lineEnd: end, ends, isWhole: isWhole)
            }
            if !isComment { headersLeft -= 1 }
            start = end
        }
        // A line without an end may go on: it tells the log from others only where there is no other line.
        guard start < head.count, head[start] != UInt8(ascii: "#"), headersLeft == 0 else {
            return RecordMarks.Walk(ends: ends, first: .max)
        }
        let firstStart = endOfFirstObject(in: head, from: start) ?? start
        let objects = objectEnds(in: head, from: start)
        guard isWhole || !objects.isEmpty else {
            return RecordMarks.Walk(ends: ends, first: .max, firstStart: firstStart)
        }
        // What closes a document is not there any more when it has grown.
        let end = isWhole && !closesDocument(head) ? [head.count] : []
        return RecordMarks.Walk(
            ends: ends + objects + end, first: head.count, firstStart: firstStart, isUnfinished: true)
    }

    /// The first record, which a line holds; or of a JSON document in many lines what goes up to the line in which the first
    /// object ends, for many such documents begin with the same line.
    private static func firstRecord(
        of head: [UInt8], from start: Int, lineEnd: Int, _ ends: [Int], isWhole: Bool
    ) -> RecordMarks.Walk {
        let objectEnd = endOfFirstObject(in: head, from: start)
        let firstStart = objectEnd ?? start
        let opensDocument = head[start] == UInt8(ascii: "{") || head[start] == UInt8(ascii: "[")
        guard opensDocument, objectEnd ?? .max > lineEnd else {
            return RecordMarks.Walk(ends: ends, first: lineEnd, firstStart: firstStart)
        }
        if let first = objectEnd.flatMap({ objectEnd in ends.first { $0 >= objectEnd } }) {
            return RecordMarks.Walk(ends: ends, first: first, firstStart: firstStart, earlierFirst: lineEnd)
        }
        // A document that ends before its first object does may go on; one that is longer than that is known by its first bytes.
        return RecordMarks.Walk(
            ends: ends, first: isWhole ? lineEnd : .max, firstStart: firstStart, earlierFirst: isWhole ? nil : lineEnd)
    }

    /// Whether a line ends as an array in JSON does, or an object that ends with one.
    private static func closesDocument(_ head: [UInt8]) -> Bool {
        let last = head.last == UInt8(ascii: "}") ? head.dropLast().last : head.last
        return last == UInt8(ascii: "]")
    }

    /// Where the first object ends, so far as one does: a line of JSON without an end begins with it, and documents of one line
    /// are told apart by it.
    private static func endOfFirstObject(in head: [UInt8], from start: Int) -> Int? {
        guard head[start] == UInt8(ascii: "{") || head[start] == UInt8(ascii: "[") else { return nil }
        return head[start...].firstIndex(of: UInt8(ascii: "}")).map { $0 + 1 }
    }

    /// Where objects end in a line of JSON without an end, which may be a whole document: of one that has grown, those before
    /// stay where they were. One in so many bytes is enough.
    private static func objectEnds(in head: [UInt8], from start: Int) -> [Int] {
        guard let first = endOfFirstObject(in: head, from: start), first < head.count else { return [] }
        var (ends, next) = ([Int](), start)
        let last = min(head.count - 1, RecordMarks.markedLength)
        for place in stride(from: first - 1, to: last, by: 1)
        where place >= next && head[place] == UInt8(ascii: "}") {
            ends.append(place + 1)
            next = place + leastDistance
        }
        return ends
    }

    /// Bytes between ends of objects, so that there are no more of them than a capture has records.
    private static let leastDistance = 16
}
