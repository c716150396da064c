import NetworkTypes
import TextFormats

/// An address, prefix or range a line, with or without a port, with comments and blank lines: what most feeds publish,
/// Feodo Tracker's text, FireHOL's sets, hosts files and the trails of Maltrail among them.
///
/// A line with more than one thing on it is read by `EntryLine`.
struct PlainListFormat: ListReading {
    /// The name that the list gives itself.
    var title: String?
    /// What labels an entry that has no label.
    var label: String?

    func parse(_ reader: ListReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        var profile = list.blank
        profile.labels = label.map { [$0] } ?? []
        list.title = title
        let number = list.table.number(of: profile)
        while let block = try reader.nextLines() {
            var lines = block.makeIterator()
            while true {
                takeBareAddresses(block.bytes.span, &lines, number, into: &list.table)
                guard let line = lines.next() else { break }
                take(line, profile, into: &list)
            }
            try list.checkSize()
        }
    }

    private func take(_ line: TextLines.Line, _ profile: EntryProfile, into list: inout ParsedList) {
        let text = EntryLine.withoutRemark(line.text)
        guard !text.isEmpty, !list.refusesLength(of: line) else { return }
        if let address = AddressText(text) {
            list.add(address, profile, line: line.number)
        } else {
            EntryLine(text).add(to: &list, profile, line: line.number)
        }
    }

    /// Takes the lines that hold nothing but an IPv4 address, up to the first other one: a list of a million addresses is
    /// read in a fraction of the time that lines take one by one.
    private func takeBareAddresses(
        _ bytes: Span<UInt8>, _ lines: inout TextLines.Iterator, _ profile: UInt32, into table: inout EntryTable
    ) {
        var position = lines.position
        while let (address, end) = Self.bareAddress(bytes, from: position) {
            position = end
            lines.skipLine(to: end)
            table.append(IPv4Address(rawValue: address), length: 32, profile: profile, line: lines.number)
        }
    }

    /// The address that fills a line, and where the next line begins.
    private static func bareAddress(_ bytes: Span<UInt8>, from start: Int) -> (address: UInt32, end: Int)? {
        guard let (address, end) = DottedQuad.scan(bytes, from: start) else { return nil }
        var position = end
        if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
        guard position < bytes.count else { return (address, position) }
        return bytes[position] == UInt8(ascii: "\n") ? (address, position + 1) : nil
    }
}
