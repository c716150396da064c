import NetworkTypes
import TextFormats

/// Lists for peer-to-peer programs: `name:192.0.2.0-192.0.2.255`, where the name may hold colons and commas itself; and
/// eMule's `192.000.002.000 - 192.000.002.255 , 100 , name`, where a level above 127 lets pass.
struct P2PFormat: LineFormat {
    private struct Entry {
        let address: AddressText
        let name: String
        let level: Int?
    }

    private static let highestBlockedLevel = 127

    /// Whether most lines are entries of that kind and none of them an address alone.
    static func recognizes(_ head: ListHead) -> Bool {
        let lines = head.dataLines.filter { $0.text.first != UInt8(ascii: "#") }
        let count = lines.count { AddressText($0.text.withoutComment.trimmed) == nil && entry($0.text.trimmed) != nil }
        return count * 2 > lines.count
    }

    func take(_ line: TextLines.Line, into list: inout ParsedList) {
        let text = line.text.trimmed
        guard let first = text.first, first != UInt8(ascii: "#"), !text.starts(with: "//".utf8) else { return }
        guard let entry = Self.entry(text) else {
            return list.refuse(line.number, "\(text.quoted) is not a name with a range of addresses")
        }
        if let level = entry.level, level > Self.highestBlockedLevel {
            return list.skip(line.number, reason: "is let pass (level above \(Self.highestBlockedLevel))", entry.name)
        }
        var profile = list.blank
        // Programs that cut our rows at commas are many, and the commas of such names say nothing.
        let name = entry.name.split { $0 == "," || $0 == " " }.joined(separator: " ")
        profile.labels = name.isEmpty ? [] : [name]
        list.add(entry.address, profile, line: line.number)
    }

    private static func entry(_ text: ArraySlice<UInt8>) -> Entry? { namedRange(text) ?? leveledRange(text) }

    /// `range , level , name`
    private static func leveledRange(_ text: ArraySlice<UInt8>) -> Entry? {
        let parts = text.split(separator: UInt8(ascii: ","), maxSplits: 2, omittingEmptySubsequences: false).map(
            \.trimmed)
        guard parts.count == 3, parts[0].contains(UInt8(ascii: "-")), let address = AddressText(parts[0]),
            let level: Int = decimalNumber(String(decoding: parts[1], as: UTF8.self))
        else { return nil }
        return Entry(address: address, name: String(decoding: parts[2], as: UTF8.self), level: level)
    }

    /// `name:range`, or a name with a single address or block.
    private static func namedRange(_ text: ArraySlice<UInt8>) -> Entry? {
        narrowest(text) { $0.contains(UInt8(ascii: "-")) } ?? narrowest(text) { !$0.contains(UInt8(ascii: "-")) }
    }

    /// Of the colons of an IPv6 address the one before it is that with which the range is narrowest.
    private static func narrowest(_ text: ArraySlice<UInt8>, where fits: (ArraySlice<UInt8>) -> Bool) -> Entry? {
        var best: Entry?
        var end = text.endIndex
        // An IPv6 address has seven colons at most, and two may stand in a range.
        for _ in 0..<18 {
            guard let place = text[..<end].lastIndex(of: UInt8(ascii: ":")) else { break }
            end = place
            let range = text[(place + 1)...].trimmed
            guard fits(range), let address = AddressText(range), address.port == nil else { continue }
            if let best, !address.isNarrower(than: best.address) { continue }
            best = Entry(address: address, name: String(decoding: text[..<place].trimmed, as: UTF8.self), level: nil)
        }
        return best
    }
}

extension AddressText {
    /// Whether it holds fewer addresses: its widest block is longer, or it has fewer of that length.
    fileprivate func isNarrower(than other: AddressText) -> Bool {
        let lengths = [self, other].map { $0.prefixes.map(\.length).min() ?? 0 }
        return lengths[0] != lengths[1] ? lengths[0] > lengths[1] : prefixes.count < other.prefixes.count
    }
}
