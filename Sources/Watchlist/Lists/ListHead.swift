import TextFormats

/// The beginning of a list, looked at to learn its form. What tells a form from others stands with it in `PublishedForm.all`.
struct ListHead {
    let bytes: ArraySlice<UInt8>
    /// The first lines that are not blank.
    let lines: [TextLines.Line]
    /// Those of them that are no comments.
    let dataLines: [TextLines.Line]
    /// The layout that a header states: the first line that is not a comment, or else the last comment before it that names as
    /// many columns as that line has.
    let headedTable: TableLayout?

    /// How many lines that are neither blank nor comments are looked at.
    private static let examinedLines = 20

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes.starts(with: TextLines.byteOrderMark) ? bytes.dropFirst(3) : bytes
        var lines: [TextLines.Line] = []
        var dataLines: [TextLines.Line] = []
        for line in TextLines(Array(bytes)) where !line.text.trimmed.isEmpty {
            lines.append(line)
            let isData = !line.text.withoutComment.trimmed.isEmpty && !TableLayout.statesSeparator(line)
            if isData { dataLines.append(line) }
            guard dataLines.count < Self.examinedLines else { break }
        }
        // Of a long list the last line is perhaps cut.
        if bytes.count >= ListReader.headLength, dataLines.count > 1, dataLines.count < Self.examinedLines {
            dataLines.removeLast()
        }
        (self.lines, self.dataLines) = (lines, dataLines)
        headedTable = Self.headedTable(lines, dataLines)
    }

    /// The form; throws when the list has none.
    func form() throws(WatchlistError.Problem) -> PublishedForm {
        if isMarkup { throw statesIndicators ? .indicatorsInXML : .markup }
        if let form = PublishedForm.all.first(where: { $0.isJSON == isJSON && $0.recognizes(self) }) { return form }
        if names("Orgc") {
            throw .unknownFormat(hint: "is the manifest of a MISP feed: give the event files that lie beside it")
        }
        throw .unknownFormat(hint: "is JSON, but of none of the kinds of list that are known")
    }

    /// Begins like HTML or XML.
    var isMarkup: Bool { firstByte == UInt8(ascii: "<") }

    /// Whether markup is of the languages in which indicators were published before STIX 2.
    private var statesIndicators: Bool {
        let text = String(decoding: bytes.prefix(4_096), as: UTF8.self).lowercased()
        return ["schemas.mandiant.com", "openioc", "stix.mitre.org", "<stix:"].contains { text.contains($0) }
    }

    var firstByte: UInt8? { bytes.first { $0 > UInt8(ascii: " ") } }

    // MARK: - JSON

    /// Begins like JSON: an object, or an array; an address in brackets is not.
    var isJSON: Bool {
        let significant = bytes.lazy.filter { $0 > UInt8(ascii: " ") }.prefix(2)
        guard let first = significant.first else { return false }
        if first == UInt8(ascii: "{") { return true }
        guard first == UInt8(ascii: "[") else { return false }
        return significant.dropFirst().first.map { "{[\"]".utf8.contains($0) } ?? true
    }

    /// `[]` or `{}`: what feeds publish when nothing is listed.
    var isEmptyJSON: Bool {
        let text = bytes.filter { $0 > UInt8(ascii: " ") }
        return text == Array("[]".utf8) || text == Array("{}".utf8)
    }

    /// Whether the text stands there in quotes.
    func mentions(_ text: String) -> Bool { !placesBehind("\"\(text)\"").isEmpty }

    /// Whether a member of an object has this name.
    func names(_ name: String) -> Bool {
        placesBehind("\"\(name)\"").contains { place in
            bytes[place...].first { $0 > UInt8(ascii: " ") } == UInt8(ascii: ":")
        }
    }

    private func placesBehind(_ text: String) -> [Int] {
        let wanted = Array(text.utf8)
        return bytes.indices.filter { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
            .map { $0 + wanted.count }
    }

    /// The names of all members of objects, as `RecordField.normalized` has them.
    var memberNames: [String] {
        var names: Set<String> = []
        var rest = bytes
        while let open = rest.firstIndex(of: UInt8(ascii: "\"")) {
            let text = rest[(open + 1)...].prefix { $0 != UInt8(ascii: "\"") }
            rest = rest[text.endIndex...].dropFirst()
            guard rest.first(where: { $0 > UInt8(ascii: " ") }) == UInt8(ascii: ":"), text.count <= 64 else { continue }
            names.insert(RecordField.normalized(String(decoding: text, as: UTF8.self)))
        }
        return names.sorted()
    }

    // MARK: - Lines

    /// Whether a comment holds one of some texts.
    func comments(_ texts: String...) -> Bool {
        lines.contains { line in
            guard let first = line.text.trimmed.first, "#;/".utf8.contains(first) else { return false }
            let comment = String(decoding: line.text, as: UTF8.self).lowercased()
            return texts.contains { comment.contains($0.lowercased()) }
        }
    }

    /// The first comment that is a single word: the name that a FireHOL list gives itself.
    var firstCommentWord: String? {
        lines.lazy.map { $0.text.drop { $0 == UInt8(ascii: "#") }.trimmed }
            .first { !$0.isEmpty && !$0.contains(UInt8(ascii: " ")) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func headedTable(_ lines: [TextLines.Line], _ data: [TextLines.Line]) -> TableLayout? {
        let first = data.first
        if let first, let layout = TableLayout(header: first, isComment: false), !holdsAddress(first.text),
            layout.separator != .blanks || fits(layout, data.dropFirst().first)
        {
            return layout
        }
        for line in lines.reversed() where line.number < first?.number ?? .max {
            guard let layout = TableLayout(header: line, isComment: true), layout.fieldCount > 1 else { continue }
            // A sentence has as many words as a line has fields by chance.
            if layout.separator == .blanks, layout.columns.count * 2 < layout.fieldCount { continue }
            if fits(layout, first) { return layout }
        }
        return nil
    }

    /// Whether a line has as many fields as a header names; true where there is no line.
    private static func fits(_ layout: TableLayout, _ line: TextLines.Line?) -> Bool {
        guard let line else { return true }
        return layout.separator.split(line.text.trimmed)?.count == layout.fieldCount
            || layout.split(line.text)?.count == layout.fieldCount && layout.separator != .blanks
    }

    /// Whether a word of a line is an address, whatever separates words.
    private static func holdsAddress(_ text: ArraySlice<UInt8>) -> Bool {
        text.split { ",;|\" \t".utf8.contains($0) }.contains { AddressText($0) != nil }
    }

    /// Whether a header names a column so.
    func heads(_ name: String) -> Bool {
        headedTable?.names.contains { RecordField.normalized($0) == RecordField.normalized(name) } ?? false
    }

    /// The layout of a table, with a header or without.
    var table: TableLayout? {
        headedTable ?? TableLayout(inferredFrom: dataLines) ?? TableLayout(showingAddresses: dataLines)
    }
}
