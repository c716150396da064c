import NetworkTypes

/// Zeek's conn.log and open_conn.log, TSV with a header of its own or JSON.
struct ZeekDialect: TextDialect {
    static let format = LogFormat.zeek

    private var header = ZeekHeader()
    private var open = ZeekOpenConnections()
    private(set) var refusal: String?

    static func state(_ layout: TextLayout<Self>) -> LogLayout.State { .zeek(layout) }

    init(head: ArraySlice<UInt8>) throws(LogError.Problem) {
        let marked = head.starts(with: ByteOrderMark.utf8) ? head.dropFirst(ByteOrderMark.utf8.count) : head
        for line in marked.split(separator: UInt8(ascii: "\n"), maxSplits: 64) {
            guard line.first == UInt8(ascii: "#") else { break }
            header.read(Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
        }
        if let refusal = header.refusal { throw .refused(reason: refusal) }
        let first = marked.first { $0 > 0x20 }
        guard !header.columns.isEmpty || first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            throw .refused(reason: Self.noHeader)
        }
    }

    private static let noHeader =
        "has lost its header (the lines that begin with #, up to '#fields'): what its columns are is not known"

    var mark: [UInt8] { header.columns + [header.separator] + header.unset + [open.isEmpty ? 0 : 1] }
    var canBeCut: Bool { !header.isOfOpenConnections && open.isEmpty }

    mutating func read(
        _ bytes: Span<UInt8>, _ line: Range<Int>, into output: inout LineOutput
    ) throws(LineRefusal) {
        switch bytes[line.lowerBound] {
        case UInt8(ascii: "#"):
            header.read(bytes.bytes(line))
            refusal = header.refusal
        case UInt8(ascii: "{"):
            try readJSON(bytes, line, into: &output)
        default:
            // Blanks may stand before an object, and a column may be empty.
            if header.columns.isEmpty, let first = line.first(where: { bytes[$0] > 0x20 }),
                bytes[first] == UInt8(ascii: "{")
            {
                return try readJSON(bytes, first..<line.upperBound, into: &output)
            }
            try readColumns(bytes, line, into: &output)
        }
    }
}

// MARK: - Screening

extension ZeekDialect {
    func screened(_ bytes: Span<UInt8>, _ line: Range<Int>, _ order: inout MemberOrder) -> ScreenedLine? {
        guard !line.isEmpty, line.count <= TextLogReader<Self>.longestLine else { return nil }
        guard bytes[line.lowerBound] != UInt8(ascii: "{") else { return screenedJSON(bytes, line, &order) }
        guard !header.columns.isEmpty, header.isUsual, bytes[line.lowerBound] != UInt8(ascii: "#") else { return nil }
        return screenedColumns(bytes, line)
    }

    /// As `split` does, without keeping where the values stand.
    private func screenedColumns(_ bytes: Span<UInt8>, _ line: Range<Int>) -> ScreenedLine? {
        var screen = ZeekScreen()
        let (columns, separators) = (header.columns.span, ByteWord.all(header.separator))
        let (unset, empty) = (header.unset[0], header.empty[0])
        var (start, end) = (line.lowerBound, line.lowerBound)
        for column in columns.indices {
            guard end < line.upperBound || column == 0 else { return nil }
            start = column == 0 ? end : end + 1
            end = start
            var marks = ByteWord.marks(bytes.word(end), as: separators)
            while marks == 0, end + 8 < line.upperBound {
                end += 8
                marks = ByteWord.marks(bytes.word(end), as: separators)
            }
            end = marks == 0 ? line.upperBound : min(end + ByteWord.first(marks), line.upperBound)
            let field = columns[column]
            guard field != .max, start < end else { continue }
            let first = bytes[start]
            if first == unset, end - start == 1 { continue }
            guard first != empty, screen.take(field, bytes, start..<end) else { return nil }
        }
        return end == line.upperBound ? screen.line : nil
    }

    private func screenedJSON(
        _ bytes: Span<UInt8>, _ line: Range<Int>, _ order: inout MemberOrder
    ) -> ScreenedLine? {
        var screen = ZeekScreen()
        switch order.walk(bytes, line, { screen.take($0, bytes, $1) }) {
        case .done: return screen.jsonLine
        case .refused: return nil
        case .unknown:
            order.learn(bytes, line, ZeekField.shape)
            return nil
        }
    }
}

// MARK: - TSV

extension ZeekDialect {
    private mutating func readColumns(
        _ bytes: Span<UInt8>, _ line: Range<Int>, into output: inout LineOutput
    ) throws(LineRefusal) {
        guard !header.columns.isEmpty else {
            // Among JSON a line is bad by itself.
            guard header.isBegun else { throw .noJSON("is no object of JSON") }
            refusal = Self.noHeader
            return
        }
        hand(try ZeekRecord(bytes, try split(bytes, line)), isOpen: header.isOfOpenConnections, to: &output)
    }

    /// Zeek logs a connection that is still open again and again, with all that it has sent so far.
    @inline(__always)
    private mutating func hand(_ record: ZeekRecord, isOpen: Bool, to output: inout LineOutput) {
        defer { record.noteRemarks(into: &output) }
        guard isOpen else { return output.record(record.value) }
        let timesForgotten = open.timesForgotten
        let news = open.news(in: record.value)
        if open.timesForgotten > timesForgotten { output.note(.remark("open_connections_forgotten")) }
        guard let news else { return output.note(.notFlow("open_connection_idle")) }
        output.record(news, domain: 1)
    }

    /// Where the values of the columns stand, without those that are unset or empty.
    private func split(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(LineRefusal) -> LineFields {
        var fields = LineFields()
        var (column, start, place) = (0, line.lowerBound, line.lowerBound)
        let separators = ByteWord.all(header.separator)
        while place < line.upperBound {
            var marks = ByteWord.marks(bytes.word(place), as: separators)
            while marks != 0 {
                let end = place + ByteWord.first(marks)
                guard end < line.upperBound else { break }
                set(column, start..<end, bytes, &fields)
                (column, start) = (column + 1, end + 1)
                marks &= marks &- 1
            }
            place += 8
        }
        set(column, start..<line.upperBound, bytes, &fields)
        guard column + 1 == header.columns.count else {
            throw LineRefusal("line_fields", "has another number of fields than the header")
        }
        return fields
    }

    /// Keeps the value of a column, where it is read, and neither unset nor empty.
    @inline(__always)
    private func set(_ column: Int, _ range: Range<Int>, _ bytes: Span<UInt8>, _ fields: inout LineFields) {
        guard column < header.columns.count else { return }
        let field = header.columns[column]
        if field != .max, !isUnset(bytes, range) { fields.set(Int(field), range) }
    }

    @inline(__always)
    private func isUnset(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return true }
        return equals(bytes, range, header.unset) || equals(bytes, range, header.empty)
    }

    @inline(__always)
    private func equals(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: [UInt8]) -> Bool {
        guard range.count == text.count else { return false }
        for (place, index) in range.enumerated() where bytes[index] != text[place] { return false }
        return true
    }
}

// MARK: - JSON

extension ZeekDialect {
    private mutating func readJSON(
        _ bytes: Span<UInt8>, _ line: Range<Int>, into output: inout LineOutput
    ) throws(LineRefusal) {
        try ZeekField.shape.read(bytes, line) { bytes, fields throws(LineRefusal) in
            try note(bytes, fields, into: &output)
        }
    }

    private mutating func note(
        _ bytes: Span<UInt8>, _ fields: LineFields, into output: inout LineOutput, depth: Int = 0
    ) throws(LineRefusal) {
        if fields[ZeekField.originator] == nil, let message = fields[ZeekField.message],
            !message.isEmpty, bytes[message.lowerBound] == UInt8(ascii: "{"), depth == 0
        {
            let inner = try ZeekField.shape.fields(bytes, message)
            return try note(bytes, inner, into: &output, depth: 1)
        }
        guard Self.isConnection(bytes, fields) else { return output.note(.notFlow("zeek_other_log")) }
        let isOpen = fields[ZeekField.path].map { !bytes.isEqual($0, "conn") } ?? false
        hand(try ZeekRecord(bytes, fields), isOpen: isOpen, to: &output)
    }

    /// Whether a line is one of conn.log: other logs name the same ends, and not what was sent.
    private static func isConnection(_ bytes: Span<UInt8>, _ fields: LineFields) -> Bool {
        if let path = fields[ZeekField.path] {
            return bytes.isEqual(path, "conn") || bytes.isEqual(path, "open_conn") || bytes.isEqual(path, "conn_long")
        }
        return fields[ZeekField.state] != nil || fields[ZeekField.originatorPackets] != nil
            || fields[ZeekField.missedBytes] != nil || fields[ZeekField.originatorBytes] != nil
            || fields[ZeekField.history] != nil
    }
}
