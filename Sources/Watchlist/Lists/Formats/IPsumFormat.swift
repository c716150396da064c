import NetworkTypes
import TextFormats

/// IPsum: an address, a tab, and on how many blacklists it stands, ten and more being as sure as it gets.
struct IPsumFormat: LineFormat {
    /// Whether a comment says so, and lines have scores: without the comment a number behind an address is a port.
    static func recognizes(_ head: ListHead) -> Bool {
        head.comments("IPsum", "(black)lists")
            && head.dataLines.allSatisfy { $0.text.withoutComment.split { $0 == 9 || $0 == 32 }.count == 2 }
    }

    func take(_ line: TextLines.Line, into list: inout ParsedList) {
        let text = line.text.withoutComment.trimmed
        guard !text.isEmpty else { return }
        let parts = text.split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
        guard parts.count == 2, let score: Int = decimalNumber(String(decoding: parts[1], as: UTF8.self)) else {
            return list.refuse(line.number, "\(text.quoted) is not an address with a score")
        }
        var profile = list.blank
        profile.confidence = UInt8(min(score, 10) * 10)
        list.add(parts[0], profile, line: line.number)
    }
}
