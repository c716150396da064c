import CensusModel
import TextFormats

/// A file of Zeek's intelligence framework: columns that a `#fields` line names, separated by tabs, `-` for none.
struct ZeekIntelFormat: LineFormat {
    private static let heading = "#fields\t"
    private var columns: [String] = []

    static func isHeading(_ text: ArraySlice<UInt8>) -> Bool {
        text.starts(with: heading.utf8)
    }

    mutating func take(_ line: TextLines.Line, into list: inout ParsedList) {
        if Self.isHeading(line.text) {
            columns = Self.split(line.text.dropFirst(Self.heading.utf8.count))
            return
        }
        guard let first = line.text.trimmed.first, first != UInt8(ascii: "#") else { return }
        let fields = Self.split(line.text)
        guard fields.count == columns.count else {
            return list.refuse(line.number, "\(fields.count) fields, where #fields names \(columns.count)")
        }
        let values = Dictionary(zip(columns, fields).filter { $0.1 != "-" }) { first, _ in first }
        guard let indicator = values["indicator"], let type = values["indicator_type"] else {
            return list.refuse(line.number, "an indicator or its type is missing: \(line.text.quoted)")
        }
        guard type == "Intel::ADDR" || type == "Intel::SUBNET" else {
            return list.skip(line.number, reason: "is not an address (\(type.prefix(40)))", indicator)
        }
        var profile = list.blank
        profile.sources = values["meta.source"].map { [$0] } ?? []
        profile.labels = values["meta.desc"].map { [$0] } ?? []
        profile.threatClass = values["meta.desc"].flatMap { ThreatClass(describedBy: $0) } ?? profile.threatClass
        list.add(Array(indicator.utf8)[...], profile, line: line.number)
    }

    private static func split(_ text: ArraySlice<UInt8>) -> [String] {
        text.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            .map { String(decoding: $0.trimmed, as: UTF8.self) }
    }
}
