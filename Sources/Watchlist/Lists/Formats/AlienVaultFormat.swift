import CensusModel
import NetworkTypes
import TextFormats

/// AlienVault's IP reputation: `address#reliability#risk#activity#country#city#latitude,longitude#id`, reliability and
/// risk from 1 to 10, several activities joined by `;`.
struct AlienVaultFormat: LineFormat {
    private static let fieldCount = 8

    static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        let fields = text.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
        return fields.count == fieldCount && text.first != UInt8(ascii: "#") ? fields : nil
    }

    func take(_ line: TextLines.Line, into list: inout ParsedList) {
        let text = line.text.trimmed
        guard let first = text.first, first != UInt8(ascii: "#") else { return }
        guard let fields = Self.split(text) else {
            return list.refuse(
                line.number, "\(text.quoted) has not the \(Self.fieldCount) fields of an AlienVault line")
        }
        guard let reliability: UInt8 = decimalNumber(String(decoding: fields[1], as: UTF8.self)),
            (1...10).contains(reliability)
        else { return list.refuse(line.number, "\(fields[1].quoted) is not a reliability from 1 to 10") }
        let activities = String(decoding: fields[3], as: UTF8.self).split(separator: ";").map(String.init)
        var profile = list.blank
        profile.confidence = reliability * 10
        profile.labels = activities
        let classes = activities.compactMap { ThreatClass(describedBy: $0) }
        profile.threatClass = classes.min { $0.rank < $1.rank } ?? profile.threatClass
        list.add(fields[0].trimmed, profile, line: line.number)
    }
}
