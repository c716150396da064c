import CensusModel
import NetworkTypes
import TextFormats

/// AlienVault's IP reputation: `address#reliability#risk#activity#country#city#latitude,longitude#id`, reliability and
/// risk from 1 to 10, several activities joined by `;`. Its generic form is `address # activity country,city,latitude,longitude`.
struct AlienVaultFormat: LineFormat {
    private static let fieldCount = 8

    static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        let fields = text.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
        return fields.count == fieldCount && text.first != UInt8(ascii: "#") ? fields : nil
    }

    /// Whether a line is of one of the two forms.
    static func recognizes(_ text: ArraySlice<UInt8>) -> Bool { split(text) != nil || generic(text) != nil }

    /// The address and the activities of a line of the generic form.
    private static func generic(_ text: ArraySlice<UInt8>) -> (address: ArraySlice<UInt8>, activities: String)? {
        let text = text.trimmed
        guard let sign = text.firstIndex(of: UInt8(ascii: "#")), sign > text.startIndex else { return nil }
        let fields = text[(sign + 1)...].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count == 4, fields[2...].allSatisfy({ Double(String(decoding: $0, as: UTF8.self)) != nil }) else {
            return nil
        }
        var words = String(decoding: fields[0].trimmed, as: UTF8.self).split(separator: " ")
        if let last = words.last, last.utf8.count == 2, last.allSatisfy(\.isUppercase) { words.removeLast() }
        return (text[..<sign].trimmed, words.joined(separator: " "))
    }

    func take(_ line: TextLines.Line, into list: inout ParsedList) {
        let text = line.text.trimmed
        guard let first = text.first, first != UInt8(ascii: "#") else { return }
        if let (address, activities) = Self.generic(text) {
            var profile = list.blank
            profile.setActivities(activities)
            return list.add(address, profile, line: line.number)
        }
        guard let fields = Self.split(text) else {
            return list.refuse(
                line.number, "\(text.quoted) has not the \(Self.fieldCount) fields of an AlienVault line")
        }
        guard let reliability: UInt8 = decimalNumber(String(decoding: fields[1], as: UTF8.self)),
            (1...10).contains(reliability)
        else { return list.refuse(line.number, "\(fields[1].quoted) is not a reliability from 1 to 10") }
        var profile = list.blank
        profile.confidence = reliability * 10
        profile.setActivities(String(decoding: fields[3], as: UTF8.self))
        list.add(fields[0].trimmed, profile, line: line.number)
    }
}

extension EntryProfile {
    /// Takes labels and class from activities that a `;` joins.
    fileprivate mutating func setActivities(_ text: String) {
        labels = text.split(separator: ";").map(String.init)
        threatClass = labels.compactMap { ThreatClass(describedBy: $0) }.min { $0.rank < $1.rank } ?? threatClass
    }
}
