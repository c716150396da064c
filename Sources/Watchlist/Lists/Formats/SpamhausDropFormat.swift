import NetworkTypes
import TextFormats

/// The DROP lists of Spamhaus as text: `1.10.16.0/20 ; SBL256894`, behind a header of `;` comments.
struct SpamhausDropFormat: LineFormat {
    /// Whether a comment names Spamhaus, or the first line has the number of one of its records behind it.
    static func recognizes(_ head: ListHead) -> Bool {
        let namesSpamhaus = head.lines.contains { line in
            line.text.first == UInt8(ascii: ";") && String(decoding: line.text, as: UTF8.self).contains("Spamhaus")
        }
        let first = head.dataLines.first?.text ?? []
        return namesSpamhaus || first.dropFirst(first.withoutComment.trimmed.count).trimmed.starts(with: "; SBL".utf8)
    }

    func take(_ line: TextLines.Line, into list: inout ParsedList) {
        let parts = line.text.split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first?.trimmed, !address.isEmpty, !address.withoutComment.isEmpty else { return }
        var profile = list.blank
        if let record = parts.dropFirst().first?.trimmed, !record.isEmpty {
            profile.labels = [String(decoding: record, as: UTF8.self)]
        }
        if AddressText(address) == nil, let kind = IndicatorKind(address) {
            return list.skip(line.number, reason: kind.reason, String(decoding: address, as: UTF8.self))
        }
        list.add(address, profile, line: line.number)
    }
}

/// The same lists as JSON Lines: `{"cidr":"1.10.16.0/20","sblid":"SBL256894","rir":"apnic"}`, and at the end a line of
/// metadata that says how many there were.
struct SpamhausDropLinesFormat: LineFormat {
    private var statedCount: Int?
    private var lastLine = 0

    mutating func take(_ line: TextLines.Line, into list: inout ParsedList) {
        guard !line.text.trimmed.isEmpty else { return }
        lastLine = line.number
        let json = JSONReader(line.text)
        guard let record = try? json.value(), (try? json.finish()) != nil, case .object = record else {
            return list.refuse(line.number, "\(line.text.quoted) is not a JSON object: is the file cut?")
        }
        if record["type"]?.text == "metadata" {
            statedCount = record["records"]?.text.flatMap { decimalNumber($0) }
        } else if let address = record["cidr"]?.text {
            var profile = list.blank
            profile.labels = record["sblid"]?.text.map { [$0] } ?? []
            list.add(Array(address.utf8)[...], profile, line: line.number)
        } else if let number = record["asn"]?.text {
            list.skip(line.number, reason: IndicatorKind.autonomousSystem.reason, "AS\(number)")
        } else {
            list.refuse(line.number, "\(line.text.quoted) names no 'cidr'")
        }
    }

    func finish(into list: inout ParsedList) {
        let read = list.table.count + list.refusedCount + list.skips.count
        guard let statedCount else {
            let reason = "the closing line of metadata is missing: the file may be cut"
            return list.notice(lastLine, reason: reason, reason)
        }
        guard statedCount != read else { return }
        let reason = "the closing line states \(statedCount) records, and there are \(read)"
        list.notice(lastLine, reason: reason, reason)
    }
}
