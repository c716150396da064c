import NetworkTypes

/// An address or prefix a line, with comments and blank lines.
enum PlainListFormat {
    static func parse(_ lines: TextLines, into list: inout ParsedList) {
        for line in lines {
            let text = line.text.withoutComment.trimmed
            guard !text.isEmpty else { continue }
            guard let prefix = list.prefix(text, line: line.number) else { continue }
            list.entries.append(WatchlistEntry(prefix: prefix))
        }
    }
}

extension ParsedList {
    /// Reads an address or prefix, and notes or refuses what is odd about it.
    mutating func prefix(_ text: ArraySlice<UInt8>, line: Int) -> IPPrefix? {
        guard let parsed = IPPrefix.parse(text) else {
            refuse(line, "\(text.quoted) is neither an IPv4 or IPv6 address nor a prefix")
            return nil
        }
        if parsed.hadHostBits {
            noteChange(line, "\(text.quoted) has bits set behind its length: taken as \(parsed.prefix)")
        }
        return parsed.prefix
    }
}
