import CensusModel
import NetworkTypes
import TextFormats

extension TableLayout {
    /// Finds the layout of a table without a header from its first lines; `nil` where they are not of a table.
    ///
    /// A number behind an address is its port. Other numbers say nothing without a header, and that is said.
    ///
    /// - Parameter lines: those that are neither blank nor comments.
    init?(inferredFrom lines: [TextLines.Line]) {
        for separator in FieldSeparator.allCases {
            guard let layout = Self.inferred(separator, lines) else { continue }
            self = layout
            return
        }
        return nil
    }

    /// Finds the layout of a table whose header has no known name for addresses: the column that holds them shows itself, and
    /// the other names are read as those of any table, so that no score is taken for a port.
    ///
    /// - Parameter lines: those that are neither blank nor comments.
    init?(showingAddresses lines: [TextLines.Line]) {
        for separator in FieldSeparator.allCases where separator != .blanks {
            guard let layout = Self.shown(separator, lines) else { continue }
            self = layout
            return
        }
        return nil
    }

    private static func shown(_ separator: FieldSeparator, _ lines: [TextLines.Line]) -> TableLayout? {
        guard let rows = rows(separator, lines), rows.count > 1, let header = lines.first,
            !rows[0].contains(where: { InferredColumn([$0]).holdsNumbers || InferredColumn([$0]).holdsAddresses })
        else { return nil }
        let names = rows[0].map { $0.lowercased() }
        let columns = names.indices.map { index in InferredColumn(rows.dropFirst().map { $0[index] }) }
        let addresses = columns.indices.filter { columns[$0].holdsAddresses }
        guard addresses.count == 1, let place = addresses.first else { return nil }
        var known = names.map { RecordField.normalized($0) }
        known[place] = "ip"
        guard let layout = RecordColumns(known) else { return nil }
        var result = TableLayout(separator, names, layout, headerLine: header.number)
        result.oddities =
            ["the addresses are those in '\(names[place])', a column that is not known by its name"]
            + columns.indices.filter { layout.fields[$0] == nil && columns[$0].holdsNumbers }
            .map { "the numbers in '\(names[$0])' are not used" }
        return result
    }

    /// The fields of some lines; `nil` where the lines do not all have as many, and more than one.
    private static func rows(_ separator: FieldSeparator, _ lines: [TextLines.Line]) -> [[String]]? {
        let rows = lines.compactMap { separator.split(separator == .tab ? $0.text : $0.text.trimmed) }
        guard rows.count == lines.count, let count = rows.first?.count, count > 1,
            rows.allSatisfy({ $0.count == count })
        else { return nil }
        return rows
    }

    private static func inferred(_ separator: FieldSeparator, _ lines: [TextLines.Line]) -> TableLayout? {
        guard let rows = rows(separator, lines), let count = rows.first?.count else { return nil }
        let columns = (0..<count).map { index in InferredColumn(rows.map { $0[index] }) }
        guard let fields = fields(of: columns), let layout = RecordColumns(fields) else { return nil }
        // Words between blanks are a name or a remark as often as columns.
        guard separator != .blanks || fields.contains(.port) || fields.contains(.transport) else { return nil }
        let names = (1...count).map { "column \($0)" }
        var result = TableLayout(separator, names, layout, headerLine: 0)
        result.oddities = oddities(columns, fields)
        return result
    }

    private static func fields(of columns: [InferredColumn]) -> [RecordField?]? {
        let addresses = columns.indices.filter { columns[$0].holdsAddresses }
        var fields = [RecordField?](repeating: nil, count: columns.count)
        if addresses.count == 1 {
            fields[addresses[0]] = .address
        } else if addresses == [0, 1], columns.count > 2, columns[2].holdsLengths {
            (fields[0], fields[1], fields[2]) = (.first, .last, .netmask)
        } else {
            return nil
        }
        let place = addresses.last ?? 0
        for index in columns.indices where fields[index] == nil {
            let column = columns[index]
            if index == place + 1, column.holdsPorts {
                fields[index] = .port
            } else if column.holdsTransports {
                fields[index] = .transport
            } else if column.holdsKinds {
                fields[index] = .kind
            }
        }
        let texts = columns.indices.filter { fields[$0] == nil && columns[$0].holdsTexts }
        if let text = texts.first(where: { $0 > place }) ?? texts.first { fields[text] = .label }
        return fields
    }

    private static func oddities(_ columns: [InferredColumn], _ fields: [RecordField?]) -> [String] {
        columns.indices.compactMap { index in
            if fields[index] == .port, columns[index].holdsSmallNumbers {
                return
                    "the numbers in column \(index + 1) are taken for ports: say ipsum: before the path if they are scores"
            }
            guard fields[index] == nil, columns[index].holdsNumbers else { return nil }
            return "the numbers in column \(index + 1) are not used, for no header says what they are"
        }
    }
}

extension RecordColumns {
    /// Columns that were found by what they hold; `nil` where none holds addresses.
    fileprivate init?(_ fields: [RecordField?]) {
        guard fields.contains(.address) || fields.contains(.first) else { return nil }
        self.init(fields: fields, isOwn: false)
    }
}

/// What the fields of one column have in common.
private struct InferredColumn {
    private let values: [ArraySlice<UInt8>]
    private let texts: [String]

    init(_ fields: [String]) {
        texts = fields.filter { !$0.isEmpty && $0 != "-" }
        values = texts.map { Array($0.utf8)[...] }
    }

    private func holds(_ isOne: (ArraySlice<UInt8>) -> Bool) -> Bool { !values.isEmpty && values.allSatisfy(isOne) }

    /// Addresses, perhaps with things of other kinds among them; but not those of a hosts file, which mean nothing.
    var holdsAddresses: Bool {
        !texts.contains { EntryLine.isNowhere($0) } && values.contains { AddressText($0) != nil }
            && holds { AddressText($0) != nil || IndicatorKind($0) != nil }
    }

    var holdsNumbers: Bool { holds { $0.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } } }
    var holdsPorts: Bool { holds { AddressText.portNumber($0) != nil } }
    var holdsSmallNumbers: Bool { holds { (AddressText.portNumber($0) ?? .max) <= 100 } }
    var holdsLengths: Bool { holds { (AddressText.portNumber($0) ?? .max) <= 32 } }

    var holdsTransports: Bool {
        !texts.isEmpty && texts.allSatisfy { ["tcp", "udp", "icmp", "sctp"].contains($0.lowercased()) }
    }

    /// Words for kinds of indicators, not sentences in which such words stand.
    var holdsKinds: Bool {
        !texts.isEmpty
            && texts.allSatisfy { text in
                text.split(separator: " ").count <= 2 && !text.contains(where: { "./".contains($0) })
                    && IndicatorType(text) != .unknown
            }
    }

    /// Words that are neither numbers nor times nor the code of a country.
    var holdsTexts: Bool {
        !holdsNumbers && texts.contains { $0.utf8.count > 2 && Timestamp(parsing: $0) == nil }
            && !texts.allSatisfy { Timestamp(parsing: $0) != nil }
    }
}
