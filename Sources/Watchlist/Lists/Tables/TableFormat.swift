import NetworkTypes
import TextFormats

/// A table: lines of fields with commas, semicolons, tabs, bars or blanks between them, whose columns a header names or the
/// values themselves show.
///
/// Comments stand on lines of their own. A field in quotes may go on over several lines (RFC 4180 section 2).
struct TableFormat: ListReading {
    private let layout: TableLayout
    /// What labels an entry that states nothing.
    private let label: String?
    /// The lines of a record whose quotes are not closed yet.
    private var open: [TextLines.Line] = []

    /// How many lines one record may have.
    private static let maximumLines = 16

    init(_ layout: TableLayout, label: String? = nil) {
        (self.layout, self.label) = (layout, label)
    }

    mutating func parse(_ reader: ListReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        for oddity in layout.oddities { list.notice(layout.headerLine, reason: oddity, oddity) }
        if let other = layout.otherEnd { list.noticeOtherEnd(layout.headerLine, read: layout.addressName, other) }
        if let other = layout.otherPort { list.noticeOtherPort(layout.headerLine, read: layout.addressName, other) }
        while let lines = try reader.nextLines() {
            for line in lines
            where line.number > layout.headerLine && !TableLayout.statesSeparator(line) && !list.refusesLength(of: line)
            {
                take(line, into: &list)
            }
            try list.checkSize()
        }
        while !open.isEmpty { giveUpOpenLines(&list) }
    }

    private mutating func take(_ line: TextLines.Line, into list: inout ParsedList) {
        if !open.isEmpty { return takeFurther(line, into: &list) }
        guard !layout.passesOver(line.text) else { return }
        if let fields = layout.split(line.text) {
            takeRecord(fields, line.number, &list)
        } else if CSVFields.isOpen(line.text) {
            open = [line]
        } else {
            list.refuse(line.number, "a quoted field is not closed: \(line.text.trimmed.quoted)")
        }
    }

    /// Takes a line that may close the quotes of those before it.
    private mutating func takeFurther(_ line: TextLines.Line, into list: inout ParsedList) {
        open.append(line)
        let text = Array(open.map(\.text).joined(separator: [UInt8(ascii: "\n")]))[...]
        if let fields = layout.split(text), fields.count == layout.fieldCount {
            let number = open[0].number
            open = []
            takeRecord(fields, number, &list)
        } else if open.count == Self.maximumLines || !CSVFields.isOpen(text) {
            giveUpOpenLines(&list)
        }
    }

    /// The first of the open lines is bad; what follows stands for itself.
    private mutating func giveUpOpenLines(_ list: inout ParsedList) {
        guard let first = open.first else { return }
        let rest = open.dropFirst()
        open = []
        list.refuse(first.number, "a quoted field is not closed: \(first.text.trimmed.quoted)")
        for line in rest { take(line, into: &list) }
    }

    private func takeRecord(_ fields: [String], _ line: Int, _ list: inout ParsedList) {
        guard !layout.isHeader(fields) else { return }
        guard layout.accepts(fields) else {
            return list.refuse(line, "\(fields.count) fields, where the header names \(layout.fieldCount)")
        }
        var record = Record(
            list.blank, isOwn: layout.columns.isOwn, labelsSayClass: [.misp, .crowdSec].contains(list.format))
        for (index, value) in fields.enumerated() {
            guard index < layout.fieldCount, let field = layout.columns.fields[index], !record.set(field, value) else {
                continue
            }
            return list.refuse(line, "'\(value.prefix(80))' is not a value for '\(layout.names[index])'")
        }
        let other = { OtherIndicator(zip(layout.names, fields).map { (name: $0, value: $1) }) }
        record.add(to: &list, line: line, addressName: layout.addressName, other: other) { label ?? $0 }
    }
}
