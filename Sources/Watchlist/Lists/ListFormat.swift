import TextFormats

/// The formats in which lists are published. The raw values are the words of the command line.
package enum ListFormat: String, CaseIterable, Sendable {
    case plain
    case csv
    case feodo
    case threatFox = "threatfox"
    case spamhausDrop = "drop"
    case firehol
    case ipsum
    case alienVault = "alienvault"
    case reputation = "iprep"
    case reputationCategories = "iprep-categories"
    case zeekIntel = "zeek"
    case misp
    case warninglist
    case stix
    case compiled
}

extension ListFormat {
    /// Reads a list that is in this format.
    func parse(
        _ reader: ListReader, into list: inout ParsedList
    ) throws(WatchlistError.Problem) {
        let head = try ListHead(reader.head())
        switch self {
        case .plain: try PlainListFormat().parse(reader, into: &list)
        case .csv: try Self.parseCSV(reader, head, .own, into: &list)
        case .feodo where head.isJSON: try JSONRecordFormat(layout: .feodo).parse(json(reader), into: &list)
        case .feodo where head.header(of: .feodo) == nil: try PlainListFormat().parse(reader, into: &list)
        case .feodo: try Self.parseCSV(reader, head, .feodo, into: &list)
        case .threatFox where head.isJSON: try JSONRecordFormat(layout: .threatFox).parse(json(reader), into: &list)
        case .threatFox: try Self.parseCSV(reader, head, .threatFox, into: &list)
        case .spamhausDrop where head.isJSON: try parse(SpamhausDropLinesFormat(), reader, into: &list)
        case .spamhausDrop: try parse(SpamhausDropFormat(), reader, into: &list)
        case .firehol:
            list.title = head.firstCommentWord
            try PlainListFormat().parse(reader, into: &list)
        case .ipsum: try parse(IPsumFormat(), reader, into: &list)
        case .alienVault: try parse(AlienVaultFormat(), reader, into: &list)
        case .reputation: try parse(ReputationFormat(), reader, into: &list)
        case .reputationCategories: try parse(ReputationCategoriesFormat(), reader, into: &list)
        case .zeekIntel: try parse(ZeekIntelFormat(), reader, into: &list)
        case .misp:
            var events = MISPFormat()
            try events.parse(json(reader), into: &list)
        case .warninglist: try WarninglistFormat().parse(json(reader), into: &list)
        case .stix: try STIXFormat().parse(json(reader), into: &list)
        case .compiled: try CompiledList.parse(reader, into: &list)
        }
    }

    private func parse(
        _ format: some LineFormat, _ reader: ListReader, into list: inout ParsedList
    ) throws(WatchlistError.Problem) {
        var format = format
        try format.parse(reader, into: &list)
    }

    private func json(_ reader: ListReader) -> JSONReader {
        JSONReader { () throws(WatchlistError.Problem) in try reader.nextText() }
    }

    private static func parseCSV(
        _ reader: ListReader, _ head: ListHead, _ layout: RecordLayout, into list: inout ParsedList
    ) throws(WatchlistError.Problem) {
        guard let header = head.header(of: layout) else {
            throw .unknownFormat(hint: "no header line names a column '\(layout.addressName)'")
        }
        var format = CSVListFormat(header, layout: layout)
        try format.parse(reader, into: &list)
    }
}
