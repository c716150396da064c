import NetworkTypes

/// CSV of argus' `ra -c ,` with its header line, and the "binetflow" files that are made so; also with semicolons, tabs or bars
/// between the columns.
///
/// Source: ra(1). Totals are of both ends together; only `SrcPkts`, `DstPkts`, `SrcBytes`, `DstBytes`, `SAppBytes` and
/// `DAppBytes` tell them apart. The column Dir says who sent, and not for certain who began.
struct ArgusDialect: TextDialect {
    static let format = LogFormat.argus

    /// For each column the raw value of its field, `UInt8.max` for columns that are not read.
    private var columns: [UInt8] = []
    private var separator = UInt8(ascii: ",")
    private(set) var refusal: String?

    private static let separators: [Character] = [",", ";", "\t", "|"]

    static func state(_ layout: TextLayout<Self>) -> LogLayout.State { .argus(layout) }

    init(head: ArraySlice<UInt8>) throws(LogError.Problem) {
        guard let first = HeadLines(head).first else { return }
        readHeader(first)
        if let refusal { throw .refused(reason: refusal) }
    }

    var mark: [UInt8] { columns + [separator] }

    static func isHeader(_ line: String) -> Bool { separator(of: line) != nil }

    /// Whether it is a header of ra's without a separator, whose columns are as wide as they are.
    static func isHeaderOfWidths(_ line: String) -> Bool {
        let names = names(line, separator: " ")
        return !isHeader(line) && names.contains("srcaddr") && names.contains("dstaddr")
            && (names.contains("starttime") || names.contains("lasttime") || names.contains("dir"))
    }

    /// What stands between the columns of a header line; `nil` where it is not one.
    private static func separator(of line: String) -> Character? {
        separators.first { separator in
            let names = names(line, separator: separator)
            return names.contains("srcaddr") && names.contains("dstaddr")
        }
    }

    private static func names(_ line: String, separator: Character) -> [String] {
        line.split(separator: separator, omittingEmptySubsequences: false).map { name in
            String(name.lowercased().filter { $0 != " " && $0 != "\"" })
        }
    }

    private mutating func readHeader(_ line: String) {
        guard let found = Self.separator(of: line), let byte = found.asciiValue else {
            refusal =
                Self.isHeaderOfWidths(line)
                ? "has blanks between its columns, which may be empty: write commas with 'ra -c ,'"
                : "has no header line that names SrcAddr and DstAddr: write one with 'ra -L0 -c ,'"
            return
        }
        separator = byte
        columns = Self.names(line, separator: found).map { name in
            ArgusField.names.first { $0.0 == name }?.1.rawValue ?? .max
        }
        if !columns.contains(ArgusField.start.rawValue), !columns.contains(ArgusField.last.rawValue) {
            refusal = "has neither column 'StartTime' nor 'LastTime', without which nothing can be counted"
        }
    }

    mutating func read(
        _ bytes: Span<UInt8>, _ line: Range<Int>, into output: inout LineOutput
    ) throws(LineRefusal) {
        // The header may come again, after as many lines as a page has.
        if bytes[line.lowerBound] | 0x20 >= UInt8(ascii: "a") || bytes[line.lowerBound] == UInt8(ascii: " ") {
            let text = bytes.text(line.prefix(4_096))
            if Self.isHeader(text) { return readHeader(text) }
        }
        let fields = try split(bytes, line)
        guard let transport = try ArgusRecord.transport(bytes, fields) else { return output.note(.notFlow("not_ip")) }
        output.record(try ArgusRecord(bytes, fields, transport).value)
    }

    /// Where the values of the columns stand, without the blanks around them.
    private func split(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(LineRefusal) -> LineFields {
        var fields = LineFields()
        var (column, start, isQuoted) = (0, line.lowerBound, false)
        for place in line.lowerBound...line.upperBound {
            if place < line.upperBound {
                if bytes[place] == UInt8(ascii: "\"") { isQuoted.toggle() }
                guard bytes[place] == separator, !isQuoted else { continue }
            }
            guard column < columns.count else { throw Self.otherCount }
            let range = trimmed(bytes, start..<place)
            if columns[column] != .max, !range.isEmpty { fields.set(Int(columns[column]), range) }
            (column, start) = (column + 1, place + 1)
        }
        guard column == columns.count else { throw Self.otherCount }
        return fields
    }

    private static let otherCount = LineRefusal("line_fields", "has another number of fields than the header")

    private func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        let isMargin = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\"") }
        while start < end, isMargin(bytes[start]) { start += 1 }
        while end > start, isMargin(bytes[end - 1]) { end -= 1 }
        return start..<end
    }
}

/// The columns that are read, by ra's names for them in lower case.
enum ArgusField: UInt8 {
    case start
    case last
    case duration
    case transport
    case source
    case sourcePort
    case direction
    case destination
    case destinationPort
    case state
    case bytes
    case sourcePackets
    case destinationPackets
    case sourceBytes
    case destinationBytes
    case sourcePayload
    case destinationPayload

    static let names: [(String, ArgusField)] = [
        ("starttime", .start), ("stime", .start), ("lasttime", .last), ("ltime", .last), ("dur", .duration),
        ("proto", .transport), ("srcaddr", .source), ("saddr", .source), ("sport", .sourcePort), ("dir", .direction),
        ("dstaddr", .destination), ("daddr", .destination), ("dport", .destinationPort), ("state", .state),
        ("totbytes", .bytes), ("srcpkts", .sourcePackets), ("dstpkts", .destinationPackets),
        ("srcbytes", .sourceBytes), ("dstbytes", .destinationBytes), ("sappbytes", .sourcePayload),
        ("dappbytes", .destinationPayload),
    ]
}
