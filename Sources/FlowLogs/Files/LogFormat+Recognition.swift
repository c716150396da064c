import NetworkTypes

extension LogFormat {
    /// The format that the first bytes of a file show, whatever its name; `nil` where they show none.
    ///
    /// A file of a known kind that cannot be read (an nfcapd file of the other byte order, a dns.log of Zeek) is recognised:
    /// its reader says what is wrong with it.
    /// - Parameter head: the first 64 KiB, or all there are.
    package static func recognised(head: ArraySlice<UInt8>) -> LogFormat? {
        if isNfcapd(head) { return .nfcapd }
        if isIPFIX(head) { return .ipfix }
        if head.starts(with: "PAR1".utf8) { return .aws }
        let lines = HeadLines(head)
        guard let first = lines.first else { return nil }
        if first.hasPrefix("{") || first.hasPrefix("[") { return ofJSON(lines) }
        if first.hasPrefix("#separator") || first.hasPrefix("#fields") || isOfZeekWithoutHeader(first) { return .zeek }
        let isArgus = ArgusDialect.isHeader(first) || ArgusDialect.isHeaderOfWidths(first)
        if isArgus, AWSDialect.separator(of: first) ?? " " == " " { return .argus }
        return AWSDialect.isHeader(first) || isOfAWS(first) ? .aws : nil
    }

    /// Whether a text's first line that is no comment names its columns.
    package func beginsWithColumns(_ head: ArraySlice<UInt8>) -> Bool {
        switch self {
        case .argus: true
        case .aws: HeadLines(head).first.map(AWSDialect.isHeader) ?? false
        default: false
        }
    }

    /// The magic number of either byte order, and a layout.
    private static func isNfcapd(_ head: ArraySlice<UInt8>) -> Bool {
        let head = Array(head.prefix(4))
        return head.count == 4
            && (head[0...1] == [0x0C, 0xA5] && (1...2).contains(head[2]) && head[3] == 0
                || head[0...1] == [0xA5, 0x0C] && head[2] == 0 && (1...2).contains(head[3]))
    }

    /// A message's header (RFC 7011 section 3.1), and that of its first set, where it has one.
    private static func isIPFIX(_ head: ArraySlice<UInt8>) -> Bool {
        let head = Array(head.prefix(20))
        guard head.count >= 16, head[0] == 0, head[1] == 10 else { return false }
        let length = Int(head[2]) << 8 | Int(head[3])
        guard length >= 20, head.count == 20 else { return length == 16 }
        let set = (id: Int(head[16]) << 8 | Int(head[17]), length: Int(head[18]) << 8 | Int(head[19]))
        return (set.id == 2 || set.id == 3 || set.id >= 256) && set.length >= 4 && set.length <= length - 16
    }

    /// The format of a text in which each of the first lines, or a document, is JSON.
    private static func ofJSON(_ lines: HeadLines) -> LogFormat? {
        // What stands in texts of other members would be looked at too; the names that are looked for stand in no others.
        if lines.names("event_type"), lines.names("flow_id") || lines.names("stats") { return .suricata }
        if lines.names("id.orig_h") || lines.names("id_orig_h") || lines.names("orig_h") { return .zeek }
        if lines.names("flowTuples") || lines.names("flowRecords") || lines.contains("FlowEvent\"") { return .azure }
        if lines.names("jsonPayload"), lines.names("connection") || lines.contains("vpc_flows") { return .gcp }
        let marks = [" ACCEPT OK", " REJECT OK", " - NODATA", " - SKIPDATA", " eni-"]
        return lines.names("message") && marks.contains(where: lines.contains) ? .aws : nil
    }

    /// A line of conn.log: a time, an identifier, and two ends.
    private static func isOfZeekWithoutHeader(_ line: String) -> Bool {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        return fields.count >= 6 && Double(fields[0]) != nil && IPAddress(parsing: fields[2].utf8) != nil
            && UInt16(fields[3]) != nil && IPAddress(parsing: fields[4].utf8) != nil && UInt16(fields[5]) != nil
    }

    /// A record in AWS' default format, with CloudWatch's time before it or without.
    private static func isOfAWS(_ line: String) -> Bool {
        var fields = line.split(separator: " ")
        if fields.count == 15, fields[0].contains("T") { fields.removeFirst() }
        return fields.count == 14 && UInt8(fields[0]) != nil && ["OK", "NODATA", "SKIPDATA"].contains(fields[13])
    }
}

/// The lines at the beginning of a text.
struct HeadLines {
    /// The first that is not blank, as far as 4 KiB of it.
    let first: String?
    private let text: [UInt8]

    init(_ head: ArraySlice<UInt8>) {
        let marked = head.starts(with: ByteOrderMark.utf8) ? head.dropFirst(ByteOrderMark.utf8.count) : head
        let begun = marked.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let line = begun.prefix { $0 != 0x0A }.prefix(4_096)
        first =
            line.isEmpty ? nil : String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        text = Array(begun)
    }

    /// Whether a member of that name is in there, be it in a shipper's `message`, where quotation marks are escaped.
    func names(_ name: String) -> Bool { contains("\"\(name)\"") || contains("\\\"\(name)\\\"") }

    func contains(_ part: String) -> Bool {
        text.contains(bytes: Array(part.utf8))
    }
}
