import CensusModel
import NetworkTypes
import TextFormats

/// A line of a plain list that is not an address alone: several entries, an address with what is said of it, or something of
/// another kind.
///
/// All entries of a line are read, or the line is refused; none is lost behind a sign that could begin a comment.
struct EntryLine {
    private let text: ArraySlice<UInt8>

    /// - Parameter text: without the remark that `#` or `//` begins.
    init(_ text: ArraySlice<UInt8>) {
        self.text = text
    }

    /// The addresses that a hosts file gives to names that are not to be found.
    private static let nowhere: Set<String> = [
        "0.0.0.0", "127.0.0.1", "127.0.1.1", "255.255.255.255", "::", "::1", "fe80::1%lo0", "fe00::0", "ff00::0",
        "ff02::1", "ff02::2",
        "ff02::3",
    ]

    static func isNowhere(_ text: some StringProtocol) -> Bool { nowhere.contains(text.lowercased()) }

    func add(to list: inout ParsedList, _ profile: EntryProfile, line: Int) {
        let whole = text.prefix { $0 != UInt8(ascii: ";") }.trimmed
        let hasRemark =
            whole.count < text.count
            && !Self.holdsEntries(text[whole.endIndex...].drop { $0 != UInt8(ascii: ";") }.dropFirst())
        let content = hasRemark ? whole : text
        guard !content.isEmpty else { return }
        if hasRemark, let address = AddressText(content) { return list.add(address, profile, line: line) }
        if let (address, transport) = Self.addressAndProtocol(content) {
            var profile = profile
            profile.transport = transport
            return list.add(address, profile, line: line)
        }
        if let kind = IndicatorKind(content) { return skip(kind, &list, line) }
        let words = Self.words(of: content)
        if let first = words.first, Self.isNowhere(String(decoding: first, as: UTF8.self)), words.count > 1 {
            return skip(.domain, &list, line)
        }
        let addresses = words.map { AddressText($0) }
        let areAllEntries = words.indices.allSatisfy { addresses[$0] != nil || IndicatorKind(words[$0]) != nil }
        if words.count > 1, areAllEntries {
            addSeveral(words, addresses, to: &list, profile, line)
        } else if let address = addresses.first ?? nil, !addresses.dropFirst().contains(where: { $0 != nil }) {
            addDescribed(address, words, content, to: &list, profile, line)
        } else if let kind = Self.kind(of: content) {
            skip(kind, &list, line)
        } else {
            list.refuse(line, "\(content.quoted) \(ParsedList.noAddress)")
        }
    }

    private func skip(_ kind: IndicatorKind, _ list: inout ParsedList, _ line: Int) {
        list.skip(line, reason: kind.reason, String(decoding: text.prefix(80), as: UTF8.self))
    }

    private func addSeveral(
        _ words: [ArraySlice<UInt8>], _ addresses: [AddressText?], to list: inout ParsedList, _ profile: EntryProfile,
        _ line: Int
    ) {
        if words.count == 2, let network = Self.network(words) { return list.add(network, profile, line: line) }
        if words.count == 2, let block = Self.block(words) {
            let (first, last) = (words[0], words[1])
            list.noteChange(
                line, reason: "the first and the last address of a block",
                "\(first.quoted) and \(last.quoted) are taken for the block between them")
            return list.add(block, profile, line: line)
        }
        for (word, address) in zip(words, addresses) {
            if let address {
                list.add(address, profile, line: line)
            } else if let kind = IndicatorKind(word) {
                list.skip(line, reason: kind.reason, String(decoding: word.prefix(80), as: UTF8.self))
            }
        }
    }

    /// An address and its netmask, which begins with 255 as no address does.
    private static func network(_ words: [ArraySlice<UInt8>]) -> AddressText? {
        guard words[1].starts(with: "255.".utf8) else { return nil }
        return AddressText(words[0], mask: words[1])
    }

    /// An address with its port and, behind a slash, the protocol: `192.0.2.1:443/tcp`.
    private static func addressAndProtocol(_ text: ArraySlice<UInt8>) -> (AddressText, TransportProtocol)? {
        guard let slash = text.lastIndex(of: UInt8(ascii: "/")),
            let transport = transport(named: text[(slash + 1)...]), let address = AddressText(text[..<slash]),
            address.port != nil
        else { return nil }
        return (address, transport)
    }

    /// The protocol that a word names, of the two that servers are reached by.
    private static func transport(named word: ArraySlice<UInt8>) -> TransportProtocol? {
        let name = String(decoding: word, as: UTF8.self).lowercased()
        return ["tcp", "udp"].contains(name) ? TransportProtocol(parsing: name) : nil
    }

    /// The block that begins and ends with two addresses, where there is one of more than two addresses.
    private static func block(_ words: [ArraySlice<UInt8>]) -> AddressText? {
        guard let range = AddressText(from: words[0], through: words[1]), range.prefixes.count == 1,
            let prefix = range.prefixes.first, let first = AddressText.address(words[0])
        else { return nil }
        return prefix.length <= IPPrefix(first).length - 2 ? range : nil
    }

    /// An address with a port or words behind it.
    private func addDescribed(
        _ address: AddressText, _ words: [ArraySlice<UInt8>], _ content: ArraySlice<UInt8>, to list: inout ParsedList,
        _ profile: EntryProfile, _ line: Int
    ) {
        var profile = profile
        var rest = words.dropFirst()
        if let first = rest.first, Self.isNumber(first) {
            guard address.port == nil, let port = AddressText.portNumber(first) else {
                return list.refuse(line, "\(content.quoted) has a number behind its address that is not a port")
            }
            profile.port = port
            rest = rest.dropFirst()
            if rest.contains(where: Self.isNumber) {
                return list.refuse(line, "\(content.quoted) has more numbers than a port behind its address")
            }
        }
        // Behind a port the protocol's name is one, and not the first word of a remark.
        if let first = rest.first, rest.count == 1 || profile.port != nil, let transport = Self.transport(named: first)
        {
            profile.transport = transport
            rest = rest.dropFirst()
        }
        if let first = rest.first {
            let remark = content[first.startIndex...]
            profile.labels = [String(decoding: remark.trimmed.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)]
        }
        list.add(address, profile, line: line)
    }
}

// MARK: - Words

extension EntryLine {
    /// A line without what `#` or `//` begins; nothing where the whole line is a comment.
    static func withoutRemark(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let text = line.trimmed
        if text.first == UInt8(ascii: ";") { return text.prefix(0) }
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "#"): return text[..<index].trimmed
            case UInt8(ascii: "/"):
                let isPair = index + 1 < text.endIndex && text[index + 1] == UInt8(ascii: "/")
                if isPair, index == text.startIndex || " \t".utf8.contains(text[index - 1]) {
                    return text[..<index].trimmed
                }
            default: continue
            }
        }
        return text
    }

    /// What stands between commas, semicolons, bars and blanks, without quotes around it.
    private static func words(of text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        text.split { ",;| \t".utf8.contains($0) }.map { word in
            let quote = UInt8(ascii: "\"")
            return word.first == quote && word.last == quote && word.count > 1 ? word.dropFirst().dropLast() : word
        }
    }

    /// Whether what follows a semicolon is more than a remark: something in it is an entry, or it begins with a number.
    private static func holdsEntries(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: ";")).map(\.trimmed)
        if let first = parts.first, isNumber(first) { return true }
        return parts.contains { AddressText($0) != nil || IndicatorKind($0) != nil }
    }

    private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        !text.isEmpty && text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The kind of thing that a line of fields is about, where no field is an address or was meant to be one.
    private static func kind(of text: ArraySlice<UInt8>) -> IndicatorKind? {
        let fields = (FieldSeparator.comma.split(text) ?? []).map { Array($0.utf8)[...] }
        let words = fields.count > 1 ? fields : words(of: text)
        let isBroken = words.contains { word in
            AddressText(word) != nil
                || word.count { $0 == UInt8(ascii: ".") } == 3 && word.allSatisfy { $0 < UInt8(ascii: "A") }
        }
        return isBroken ? nil : words.lazy.compactMap { IndicatorKind($0) }.first
    }
}
