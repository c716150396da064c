/// Tags of MISP, as `misp-galaxy:malpedia="Emotet"`.
enum MISPTag {
    /// Tags of these say who may read something, how far it is believed, or what became of it, and nothing of an address.
    private static let bureaucratic = [
        "tlp:", "pap:", "workflow:", "osint:", "admiralty-scale:", "estimative-language:", "type:osint",
        "misp:confidence", "misp:threat-level", "misp:tool", "priority-level:", "course-of-action:",
    ]

    /// What the most telling one of some tags between commas says: of a galaxy, else of another; `nil` for none.
    static func leading(in tags: String) -> String? { leading(split(tags)) }

    static func leading(_ tags: [String]) -> String? {
        let telling = tags.filter { tag in
            !tag.isEmpty && !bureaucratic.contains { tag.lowercased().hasPrefix($0) }
        }
        return (telling.first { $0.hasPrefix("misp-galaxy:") } ?? telling.first).map(value)
    }

    /// The value of a machine tag, which stands in quotes; else the tag as it is.
    private static func value(of tag: String) -> String {
        let parts = tag.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count == 3 && !parts[1].isEmpty ? String(parts[1]) : tag
    }

    /// Splits at commas, but for those in quotes.
    private static func split(_ tags: String) -> [String] {
        var (parts, isQuoted) = ([""], false)
        for letter in tags {
            if letter == "\"" { isQuoted.toggle() }
            if letter == ",", !isQuoted {
                parts.append("")
            } else if letter != " " || parts[parts.count - 1] != "" {
                parts[parts.count - 1].append(letter)
            }
        }
        return parts
    }
}
