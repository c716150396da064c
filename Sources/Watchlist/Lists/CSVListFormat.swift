import NetworkTypes

/// Comma-separated values after RFC 4180 with a header line that names any subset of the columns of `Column`.
struct CSVListFormat {
    /// For every field of a line, what it holds; `nil` for a column that is not used.
    private let columns: [Column?]
    private let headerLine: Int

    fileprivate enum Column: String {
        case address
        case port
        case `protocol`
        case `class`
        case label
        case source
        case confidence
        case validFrom = "valid_from"
        case validUntil = "valid_until"
    }

    /// The format, when the first line that is neither blank nor a comment is such a header.
    static func header(of lines: TextLines) throws(WatchlistError.Problem) -> CSVListFormat? {
        guard let first = lines.first(where: { !$0.text.withoutComment.trimmed.isEmpty }),
            let fields = CSVFields.split(first.text)
        else { return nil }
        let columns = fields.map { Column(rawValue: $0.lowercased()) }
        guard columns.contains(.address) else {
            guard fields.count > 1, columns.contains(where: { $0 != nil }) else { return nil }
            throw .unknownFormat(hint: "line \(first.number): the CSV header names no column 'address'")
        }
        return CSVListFormat(columns: columns, headerLine: first.number)
    }

    func parse(_ lines: TextLines, into list: inout ParsedList) {
        for line in lines where line.number > headerLine {
            let text = line.text.trimmed
            guard !text.withoutComment.trimmed.isEmpty else { continue }
            guard let fields = CSVFields.split(text) else {
                list.refuse(line.number, "a quoted field is not closed: \(text.quoted)")
                continue
            }
            guard fields.count == columns.count else {
                list.refuse(line.number, "\(fields.count) fields, where the header names \(columns.count)")
                continue
            }
            if let entry = entry(fields, line: line.number, &list) { list.table.append(entry) }
        }
    }

    private func entry(_ fields: [String], line: Int, _ list: inout ParsedList) -> WatchlistEntry? {
        var prefix: IPPrefix.Parsed?
        var profile = EntryProfile()
        for (column, field) in zip(columns, fields) where !field.isEmpty {
            guard let column else { continue }
            if column == .address {
                prefix = IPPrefix.parse(field.utf8)
                guard prefix != nil else {
                    list.refuse(line, "'\(field.prefix(80))' \(ParsedList.noAddress)")
                    return nil
                }
            } else if !profile.set(column, field) {
                list.refuse(line, "'\(field.prefix(80))' is no value for '\(column.rawValue)'")
                return nil
            }
        }
        guard let prefix else {
            list.refuse(line, "the field 'address' is empty")
            return nil
        }
        guard profile.validity.from < profile.validity.until else {
            list.refuse(line, "valid_until is not after valid_from")
            return nil
        }
        list.noteHostBits(prefix, line: line)
        return WatchlistEntry(prefix: prefix.prefix, profile: profile)
    }
}

extension EntryProfile {
    /// Takes one field's value; false when it is none for that column.
    fileprivate mutating func set(_ column: CSVListFormat.Column, _ value: String) -> Bool {
        switch column {
        case .address: return true
        case .port:
            guard let number: UInt16 = decimalNumber(value), number > 0 else { return false }
            port = number
        case .protocol:
            guard let number = TransportProtocol(parsing: value) else { return false }
            transport = number
        case .class:
            guard let named = ThreatClass(name: value) else { return false }
            threatClass = named
        case .label: labels = [value]
        case .source: sources = [value]
        case .confidence:
            guard let number: UInt8 = decimalNumber(value), number <= 100 else { return false }
            confidence = number
        case .validFrom:
            guard let time = Timestamp(parsing: value) else { return false }
            validity.from = time
        case .validUntil:
            guard let time = Timestamp(parsing: value) else { return false }
            validity.until = time
        }
        return true
    }
}
