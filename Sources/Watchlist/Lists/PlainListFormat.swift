import NetworkTypes

/// An address or prefix a line, with comments and blank lines.
enum PlainListFormat {
    static func parse(_ bytes: [UInt8], into list: inout ParsedList) {
        let profile = list.table.number(of: EntryProfile())
        var lines = TextLines(bytes).makeIterator()
        while true {
            takeBareAddresses(bytes.span, &lines, profile, into: &list.table)
            guard let line = lines.next() else { return }
            let text = line.text.withoutComment.trimmed
            guard !text.isEmpty else { continue }
            guard let prefix = list.prefix(text, line: line.number) else { continue }
            list.table.append(prefix, profile: profile)
        }
    }

    /// Takes the lines that hold nothing but an IPv4 address, up to the first other one: a list of a million addresses is
    /// read in a fraction of the time that lines take one by one.
    private static func takeBareAddresses(
        _ bytes: Span<UInt8>, _ lines: inout TextLines.Iterator, _ profile: UInt32, into table: inout EntryTable
    ) {
        var position = lines.position
        while let (address, end) = bareAddress(bytes, from: position) {
            table.append(IPv4Address(rawValue: address), length: 32, profile: profile)
            position = end
            lines.skipLine(to: end)
        }
    }

    /// The address that fills a line, and where the next line begins.
    private static func bareAddress(_ bytes: Span<UInt8>, from start: Int) -> (address: UInt32, end: Int)? {
        var position = start
        var address: UInt32 = 0
        for place in 0..<4 {
            if place > 0 {
                guard position < bytes.count, bytes[position] == UInt8(ascii: ".") else { return nil }
                position += 1
            }
            let first = position
            var octet: UInt32 = 0
            while position < bytes.count, position - first < 3 {
                let digit = bytes[position] &- UInt8(ascii: "0")
                guard digit <= 9 else { break }
                octet = octet * 10 + UInt32(digit)
                position += 1
            }
            let hasLeadingZero = position - first > 1 && bytes[first] == UInt8(ascii: "0")
            guard position > first, octet <= 255, !hasLeadingZero else { return nil }
            address = address << 8 | octet
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
        guard position < bytes.count else { return (address, position) }
        return bytes[position] == UInt8(ascii: "\n") ? (address, position + 1) : nil
    }
}

extension ParsedList {
    static let noAddress = "is neither an IPv4 or IPv6 address nor a prefix"

    /// Reads an address or prefix, and notes or refuses what is odd about it.
    mutating func prefix(_ text: ArraySlice<UInt8>, line: Int) -> IPPrefix? {
        guard let parsed = IPPrefix.parse(text) else {
            refuse(line, "\(text.quoted) \(Self.noAddress)")
            return nil
        }
        noteHostBits(parsed, line: line)
        return parsed.prefix
    }

    mutating func noteHostBits(_ parsed: IPPrefix.Parsed, line: Int) {
        guard let stated = parsed.statedAddress else { return }
        noteChange(
            line, "'\(stated)/\(parsed.prefix.length)' has bits set behind its length: taken as \(parsed.prefix)")
    }
}
