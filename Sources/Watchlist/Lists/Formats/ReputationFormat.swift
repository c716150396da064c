import CensusModel
import NetworkTypes
import TextFormats

/// Suricata's IP reputation list: `address,category,score`, categories from 1 to 60 and scores from 1 to 127.
struct ReputationFormat: LineFormat {
    static let categories = 1...60
    static let scores = 1...127

    /// Whether all lines are an address, a category and a score: an address, a port and another number may look like one.
    static func recognizes(_ head: ListHead) -> Bool {
        !head.dataLines.isEmpty
            && head.dataLines.allSatisfy { line in
                let fields = split(line.text.withoutComment.trimmed)
                return fields.count == 3 && AddressText(fields[0]) != nil
                    && number(fields[1]).map(categories.contains) == true
                    && number(fields[2]).map(scores.contains) == true
            }
    }

    private static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(\.trimmed)
    }

    func take(_ line: TextLines.Line, into list: inout ParsedList) {
        let text = line.text.withoutComment.trimmed
        guard !text.isEmpty else { return }
        let fields = Self.split(text)
        guard fields.count == 3 else {
            return list.refuse(line.number, "\(text.quoted) is not an address, a category and a score")
        }
        guard let category: Int = Self.number(fields[1]), Self.categories.contains(category) else {
            return list.refuse(line.number, "\(fields[1].quoted) is not a category from 1 to 60")
        }
        guard let score: Int = Self.number(fields[2]), Self.scores.contains(score) else {
            return list.refuse(line.number, "\(fields[2].quoted) is not a score from 1 to 127")
        }
        var profile = list.blank
        profile.labels = [Self.placeholder(category)]
        profile.confidence = UInt8((score * 100 + 63) / 127)
        list.add(fields[0], profile, line: line.number)
    }

    static func number(_ text: ArraySlice<UInt8>) -> Int? {
        decimalNumber(String(decoding: text, as: UTF8.self))
    }

    /// The label of a category whose name is not known.
    private static func placeholder(_ category: Int) -> String { "category \(category)" }

    /// Puts the names of categories, and the classes that they mean, where so far their numbers stand.
    static func name(_ categories: [Int: String], in table: inout EntryTable) {
        let names = Dictionary(uniqueKeysWithValues: categories.map { (placeholder($0.key), $0.value) })
        table.changeProfiles { profile in
            guard let label = profile.labels.first, let name = names[label] else { return }
            profile.labels = [name]
            profile.threatClass = ThreatClass(describedBy: name) ?? profile.threatClass
        }
    }
}

/// The categories of such lists: `id,short name,description`.
struct ReputationCategoriesFormat: LineFormat {
    /// Whether the first line is a category's number, name and description.
    static func recognizes(_ head: ListHead) -> Bool {
        guard let first = head.dataLines.first else { return false }
        let fields = first.text.withoutComment.trimmed.split(separator: UInt8(ascii: ","), maxSplits: 2).map(\.trimmed)
        return fields.count == 3 && ReputationFormat.number(fields[0]).map(ReputationFormat.categories.contains) == true
            && AddressText(fields[1]) == nil && AddressText(fields[2]) == nil && IndicatorKind(fields[1]) == nil
            && ReputationFormat.number(fields[1]) == nil
    }

    func take(_ line: TextLines.Line, into list: inout ParsedList) {
        let text = line.text.withoutComment.trimmed
        guard !text.isEmpty else { return }
        let fields = text.split(separator: UInt8(ascii: ","), maxSplits: 2, omittingEmptySubsequences: false)
            .map(\.trimmed)
        guard fields.count == 3, let category = ReputationFormat.number(fields[0]),
            ReputationFormat.categories.contains(category), !fields[1].isEmpty
        else { return list.refuse(line.number, "\(text.quoted) is not a category's number, name and description") }
        list.categories[category] = String(decoding: fields[1], as: UTF8.self)
    }
}
