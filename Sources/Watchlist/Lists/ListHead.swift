import TextFormats

/// The beginning of a list, looked at to learn its format. This is the one place that tells formats apart.
struct ListHead {
    private let bytes: ArraySlice<UInt8>
    private let lines: [TextLines.Line]

    /// How many lines that are neither blank nor comments are looked at.
    private static let examinedLines = 5

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes.starts(with: TextLines.byteOrderMark) ? bytes.dropFirst(3) : bytes
        var lines: [TextLines.Line] = []
        var examined = 0
        for line in TextLines(Array(bytes)) where !line.text.trimmed.isEmpty {
            lines.append(line)
            if !line.text.withoutComment.trimmed.isEmpty { examined += 1 }
            guard examined < Self.examinedLines else { break }
        }
        self.lines = lines
    }

    /// The format; throws when the list is none.
    func format() throws(WatchlistError.Problem) -> ListFormat {
        if CompiledList.begins(bytes) { return .compiled }
        if firstByte == UInt8(ascii: "<") { throw .markup }
        if isJSON { return try jsonFormat() }
        if let format = commentedFormat() { return format }
        if let format = try csvFormat() { return format }
        return separatedFormat() ?? .plain
    }

    private var firstByte: UInt8? { bytes.first { $0 > UInt8(ascii: " ") } }

    /// Begins like JSON: an object, or an array; an address in brackets is none.
    var isJSON: Bool {
        let significant = bytes.lazy.filter { $0 > UInt8(ascii: " ") }.prefix(2)
        guard let first = significant.first else { return false }
        if first == UInt8(ascii: "{") { return true }
        guard first == UInt8(ascii: "[") else { return false }
        return significant.dropFirst().first.map { "{[\"]".utf8.contains($0) } ?? true
    }

    // MARK: - JSON

    private func jsonFormat() throws(WatchlistError.Problem) -> ListFormat {
        if names("spec_version") || names("pattern_type") || mentions("bundle") { return .stix }
        if names("ioc_value") || names("ioc") { return .threatFox }
        if names("ip_address") { return .feodo }
        if names("cidr") { return .spamhausDrop }
        if names("list"), names("name") || names("description") || names("matching_attributes") { return .warninglist }
        if names("Event") || names("Attribute") { return .misp }
        if names("Orgc") {
            throw .unknownFormat(hint: "is the manifest of a MISP feed: give the event files that lie beside it")
        }
        if isEmptyJSON { return .feodo }
        throw .unknownFormat(hint: "is JSON, but of none of the kinds of list that are known")
    }

    /// `[]` or `{}`: what Feodo Tracker and ThreatFox publish when nothing is listed.
    private var isEmptyJSON: Bool {
        let text = bytes.filter { $0 > UInt8(ascii: " ") }
        return text == Array("[]".utf8) || text == Array("{}".utf8)
    }

    /// Whether the text stands there in quotes.
    private func mentions(_ text: String) -> Bool { !placesBehind("\"\(text)\"").isEmpty }

    /// Whether a member of an object has this name.
    private func names(_ name: String) -> Bool {
        placesBehind("\"\(name)\"").contains { place in
            bytes[place...].first { $0 > UInt8(ascii: " ") } == UInt8(ascii: ":")
        }
    }

    private func placesBehind(_ text: String) -> [Int] {
        let wanted = Array(text.utf8)
        return bytes.indices.filter { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
            .map { $0 + wanted.count }
    }

    // MARK: - Lines

    /// Formats that a comment names.
    private func commentedFormat() -> ListFormat? {
        for line in lines where line.text.trimmed.first.map({ "#;".utf8.contains($0) }) == true {
            let text = String(decoding: line.text, as: UTF8.self)
            if ZeekIntelFormat.isHeading(line.text) { return .zeekIntel }
            if text.hasPrefix(";"), text.contains("Spamhaus") { return .spamhausDrop }
            if text.contains("Feodo Tracker") { return .feodo }
            if text.contains("iplists.firehol.org") || text.contains("hash:net ipset") || text.contains("hash:ip ipset")
            {
                return .firehol
            }
        }
        return nil
    }

    private func csvFormat() throws(WatchlistError.Problem) -> ListFormat? {
        for (format, layout) in [(ListFormat.feodo, RecordLayout.feodo), (.threatFox, .threatFox), (.csv, .own)]
        where header(of: layout) != nil { return format }
        guard let line = dataLines.first, let header = CSVHeader(line), header.mentions(.own) else { return nil }
        throw .unknownFormat(hint: "line \(line.number): the CSV header names no column 'address'")
    }

    /// Formats that their lines show.
    private func separatedFormat() -> ListFormat? {
        if lines.contains(where: { AlienVaultFormat.split($0.text) != nil && $0.text.first != UInt8(ascii: "#") }) {
            return .alienVault
        }
        guard let first = dataLines.first?.text else { return nil }
        let text = first.withoutComment.trimmed
        let fields = text.split(separator: UInt8(ascii: ","), maxSplits: 2).map(\.trimmed)
        if fields.count == 3, AddressText(fields[0]) != nil,
            fields[1...].allSatisfy({ ReputationFormat.number($0) != nil })
        {
            return .reputation
        }
        if fields.count == 3, ReputationFormat.number(fields[0]) != nil, AddressText(fields[1]) == nil {
            return .reputationCategories
        }
        let words = text.split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
        if words.count == 2, AddressText(words[0]) != nil, ReputationFormat.number(words[1]) != nil { return .ipsum }
        let isDrop = first.count > text.count && first.dropFirst(text.count).trimmed.starts(with: "; SBL".utf8)
        return isDrop ? .spamhausDrop : nil
    }

    private var dataLines: [TextLines.Line] { lines.filter { !$0.text.withoutComment.trimmed.isEmpty } }

    /// The line that names the columns of a feed: the first that is no comment, or a comment before it.
    func header(of layout: RecordLayout) -> CSVHeader? {
        let end = lines.firstIndex { !$0.text.withoutComment.trimmed.isEmpty } ?? lines.count - 1
        let isOwn = layout.addressName == RecordLayout.own.addressName
        return lines.prefix(end + 1).lazy.filter { line in
            // Our own header is no comment; that of others may stand in one.
            !isOwn || !line.text.withoutComment.trimmed.isEmpty
        }.compactMap { CSVHeader($0) }.first { $0.fits(layout) }
    }

    /// The first comment that is a single word: the name that a FireHOL list gives itself.
    var firstCommentWord: String? {
        lines.lazy.map { $0.text.drop { $0 == UInt8(ascii: "#") }.trimmed }
            .first { !$0.isEmpty && !$0.contains(UInt8(ascii: " ")) }
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
