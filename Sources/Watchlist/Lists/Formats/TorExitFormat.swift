import TextFormats

/// The exit list of Tor (TorDNSEL): `ExitAddress 192.0.2.1 2024-01-15 07:00:01`, among lines about the node.
struct TorExitFormat: LineFormat {
    private static let addressWord = "ExitAddress "
    private static let otherWords = ["ExitNode ", "Published ", "LastStatus ", "@type ", "Downloaded "]

    /// Whether a line is one about a node.
    static func isOfNode(_ text: ArraySlice<UInt8>) -> Bool {
        text.starts(with: addressWord.utf8) || text.starts(with: "ExitNode ".utf8)
    }

    func take(_ line: TextLines.Line, into list: inout ParsedList) {
        let text = line.text.trimmed
        guard !text.isEmpty, text.first != UInt8(ascii: "#"),
            !Self.otherWords.contains(where: { text.starts(with: $0.utf8) })
        else { return }
        guard text.starts(with: Self.addressWord.utf8) else {
            return list.refuse(line.number, "\(text.quoted) is not a line of an exit list")
        }
        var profile = list.blank
        profile.labels = ["Tor exit"]
        let address = text.dropFirst(Self.addressWord.utf8.count).trimmed.prefix { $0 != UInt8(ascii: " ") }
        list.add(address, profile, line: line.number)
    }
}
