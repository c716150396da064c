import NetworkTypes

/// AWS VPC flow logs of any version, as text: with a header line that names the fields, in whichever order, or in the default
/// format of version 2; also with CloudWatch's times before each line, in CloudWatch's JSON, and with commas or tabs between the
/// fields, as who queries them writes them.
///
/// Source: "Flow log records", Amazon VPC User Guide.
struct AWSDialect: TextDialect {
    static let format = LogFormat.aws

    /// For each column the raw value of its field, `UInt8.max` for columns that are not read.
    private var columns: [UInt8] = Self.defaultColumns
    private var separator = UInt8(ascii: " ")
    private(set) var refusal: String?

    private static let defaultNames =
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"
    private static let defaultColumns = places(defaultNames.split(separator: " ").map(String.init))

    static func state(_ layout: TextLayout<Self>) -> LogLayout.State { .aws(layout) }

    init(head: ArraySlice<UInt8>) throws(LogError.Problem) {
        guard !head.starts(with: "PAR1".utf8) else {
            throw .refused(reason: "is Parquet, which is not read: flow logs are read as text")
        }
        guard let first = HeadLines(head).first else { return }
        readHeader(first)
        if let refusal { throw .refused(reason: refusal) }
    }

    var mark: [UInt8] { columns + [separator] }

    /// Takes the names of a header line.
    private mutating func readHeader(_ line: String) {
        guard let found = Self.separator(of: line), let byte = found.asciiValue else { return }
        separator = byte
        columns = Self.places(Self.names(line, separator: found))
        let missing = [(AWSField.source, "srcaddr"), (.destination, "dstaddr")]
            .filter { !columns.contains($0.0.rawValue) }.map { "'\($0.1)'" }
        if !missing.isEmpty {
            refusal = "has no field \(missing.joined(separator: ", ")), without which nothing can be counted"
        } else if !columns.contains(AWSField.start.rawValue), !columns.contains(AWSField.end.rawValue) {
            refusal = "has neither field 'start' nor 'end', without which nothing can be counted"
        }
    }

    static func isHeader(_ line: String) -> Bool { separator(of: line) != nil }

    /// What stands between the names of a header line; `nil` where it is not one.
    static func separator(of line: String) -> Character? {
        let isNamed = { (names: [String], some: [String]) in some.contains { names.map(name).contains($0) } }
        // Argus, too, names two ends so, in columns between commas.
        let separators: [Character] = [",", "\t"]
        let ofTable = separators.first { separator in
            let names = names(line, separator: separator)
            return isNamed(names, ["srcaddr"]) && isNamed(names, ["dstaddr"])
                && isNamed(names, ["start", "end", "account-id", "interface-id", "log-status"])
        }
        return ofTable ?? (isNamed(names(line, separator: " "), ["srcaddr", "dstaddr", "log-status"]) ? " " : nil)
    }

    private static func names(_ line: String, separator: Character) -> [String] {
        line.split(separator: separator).map { name in
            separator == " " ? String(name) : String(name.filter { $0 != "\"" && $0 != " " })
        }
    }

    /// A name as it is in the header of a file, or in the format that was configured: `${pkt-srcaddr}`.
    private static func name(_ text: String) -> String {
        var name = text.lowercased()
        if name.hasPrefix("${"), name.hasSuffix("}") { name = String(name.dropFirst(2).dropLast()) }
        return String(name.map { $0 == "_" ? "-" : $0 })
    }

    private static func places(_ names: [String]) -> [UInt8] {
        names.map { text in AWSField.names.first { $0.0 == name(text) }?.1.rawValue ?? .max }
    }

    mutating func read(
        _ bytes: Span<UInt8>, _ line: Range<Int>, into output: inout LineOutput
    ) throws(LineRefusal) {
        // Blanks may stand before a record.
        let first = line.first { bytes[$0] > 0x20 } ?? line.lowerBound
        let line = first..<line.upperBound
        if bytes[first] == UInt8(ascii: "{") { return try readEvent(bytes, line, into: &output) }
        try readLine(bytes, line, into: &output)
    }

    /// An event of CloudWatch, whose message is a line.
    private mutating func readEvent(
        _ bytes: Span<UInt8>, _ line: Range<Int>, into output: inout LineOutput
    ) throws(LineRefusal) {
        let fields = try AWSField.shape.fields(bytes, line)
        guard fields[AWSField.message] != nil else { return output.note(.notFlow("aws_other_line")) }
        let plain = fields.unescaped(bytes)
        guard let message = plain.fields[AWSField.message], !message.isEmpty else {
            return output.note(.notFlow("aws_other_line"))
        }
        do {
            try readLine(plain.bytes.span, message, into: &output)
        } catch {
            throw LineRefusal(error.reason, error.message)
        }
    }

    private mutating func readLine(
        _ bytes: Span<UInt8>, _ line: Range<Int>, into output: inout LineOutput
    ) throws(LineRefusal) {
        let first = bytes[line.lowerBound]
        // A record begins with digits, or with a dash; a name with a letter.
        if first == UInt8(ascii: "$") || first == UInt8(ascii: "\"") || first | 0x20 >= UInt8(ascii: "a") {
            let text = bytes.text(line)
            if Self.isHeader(text) { return readHeader(text) }
        }
        let fields = try split(bytes, line)
        if let status = fields[AWSField.status] {
            if bytes.isEqual(status, "NODATA") { return output.note(.notFlow("no_data")) }
            if bytes.isEqual(status, "SKIPDATA") {
                let time = fields[AWSField.start].flatMap { bytes.time($0) }
                return output.note(.undecoded("skipped_by_aws"), at: time)
            }
        }
        output.record(try record(bytes, fields))
    }

    /// Where the values of the columns stand, without those that are unset.
    private func split(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(LineRefusal) -> LineFields {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(columns.count + 1)
        var start = line.lowerBound
        for place in line.lowerBound...line.upperBound
        where place == line.upperBound || bytes[place] == separator {
            if separator != UInt8(ascii: " ") {
                ranges.append(unquoted(bytes, start..<place))
            } else if place > start {
                ranges.append(start..<place)
            }
            start = place + 1
            guard ranges.count <= columns.count + 1 else { break }
        }
        // CloudWatch writes its own time before each line that it exports.
        if ranges.count == columns.count + 1, bytes.isoTime(ranges[0]) != nil { ranges.removeFirst() }
        guard ranges.count == columns.count else {
            throw LineRefusal(
                "line_fields",
                "has another number of fields than the header, or than the default format where there is none")
        }
        var fields = LineFields()
        for (place, range) in zip(columns, ranges) where place != .max && !range.isEmpty && !bytes.isEqual(range, "-") {
            fields.set(Int(place), range)
        }
        return fields
    }

    /// A value without the quotation marks around it.
    private func unquoted(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        let mark = UInt8(ascii: "\"")
        guard range.count >= 2, bytes[range.lowerBound] == mark, bytes[range.upperBound - 1] == mark else {
            return range
        }
        return range.lowerBound + 1..<range.upperBound - 1
    }

    private func record(_ bytes: Span<UInt8>, _ fields: LineFields) throws(LineRefusal) -> LogRecord {
        let reader = FieldReader<AWSField>(fields)
        var record = try reader.oneWayRecord(bytes)
        guard record.first != nil else { throw LineRefusal("line_time", "has no time") }
        if let action = fields[AWSField.action] { record.isRefused = bytes.isEqual(action, "REJECT") }
        if record.transport == .tcp, let flags = try reader.count(.flags, bytes) {
            setFlags(UInt8(truncatingIfNeeded: flags), of: &record, hasDirection: fields[AWSField.direction] != nil)
        }
        return record
    }

    /// AWS sets the bit of ACK only for a SYN+ACK. So SYN without it is an opening of the source's, and with `flow-direction`
    /// states who began. The direction alone says only who sent: an answer has one as well.
    private func setFlags(_ flags: UInt8, of record: inout LogRecord, hasDirection: Bool) {
        record.forward.tcpFlags = flags
        guard flags & 0x12 == 0x02 else { return }
        record.forward.hasSentOpening = true
        if hasDirection { record.initiator = .source }
    }
}

/// The fields of AWS' records that are read.
enum AWSField: UInt8, OneWayField {
    case source
    case destination
    case sourcePort
    case destinationPort
    case transport
    case packets
    case bytes
    case start
    case end
    case action
    case status
    case flags
    case direction
    case message

    static let names: [(String, AWSField)] = [
        ("srcaddr", .source), ("dstaddr", .destination), ("srcport", .sourcePort), ("dstport", .destinationPort),
        ("protocol", .transport), ("packets", .packets), ("bytes", .bytes), ("start", .start), ("end", .end),
        ("action", .action), ("log-status", .status), ("tcp-flags", .flags), ("flow-direction", .direction),
    ]

    static let shape = JSONShape([("message", AWSField.message)])
}
