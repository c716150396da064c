import CensusModel
import NetworkTypes
import Watchlist

/// An entry that is in one of two lists only, or says something else in the second.
struct ListDifference: CustomStringConvertible {
    enum Kind: String, CaseIterable {
        case added = "+"
        case removed = "-"
        case changed = "~"

        var word: String {
            switch self {
            case .added: "added"
            case .removed: "removed"
            case .changed: "changed"
            }
        }
    }

    let kind: Kind
    private let prefix: IPPrefix
    private let profile: EntryProfile

    /// `+ 192.0.2.1 port 443 c2 Emotet`.
    var description: String {
        var words = [kind.rawValue, prefix.isSingleAddress ? "\(prefix.address)" : "\(prefix)"]
        if let port = profile.port { words.append("port \(port)") }
        if let transport = profile.transport { words.append("\(transport)") }
        words.append(profile.threatClass.name)
        if !profile.labels.isEmpty { words.append(profile.labels.joined(separator: ";")) }
        return words.joined(separator: " ")
    }

    /// Hands on the differences of two tables in normal form, in the order of their prefixes.
    static func forEach(_ old: EntryTable, _ new: EntryTable, _ body: (ListDifference) throws -> Void) rethrows {
        var (left, right) = (old.places[...], new.places[...])
        while true {
            let before = left.first.map { old.prefix(at: $0) }
            let after = right.first.map { new.prefix(at: $0) }
            guard let prefix = smaller(before, after) else { return }
            let gone = old.takeProfiles(of: prefix, &left)
            let come = new.takeProfiles(of: prefix, &right)
            try compare(gone, come, prefix, body)
        }
    }

    private static func smaller(_ left: IPPrefix?, _ right: IPPrefix?) -> IPPrefix? {
        guard let left, let right else { return left ?? right }
        return (left.address, left.length) <= (right.address, right.length) ? left : right
    }

    private static func compare(
        _ old: [EntryProfile], _ new: [EntryProfile], _ prefix: IPPrefix, _ body: (ListDifference) throws -> Void
    ) rethrows {
        let (oldSubjects, newSubjects) = (Set(old.map(\.subject)), Set(new.map(\.subject)))
        for profile in old where !newSubjects.contains(profile.subject) {
            try body(ListDifference(kind: .removed, prefix: prefix, profile: profile))
        }
        let unchanged = Set(old)
        for profile in new where !unchanged.contains(profile) {
            let kind: Kind = oldSubjects.contains(profile.subject) ? .changed : .added
            try body(ListDifference(kind: kind, prefix: prefix, profile: profile))
        }
    }
}

extension EntryTable {
    /// Takes the places of a prefix, where they come first.
    fileprivate func takeProfiles(of prefix: IPPrefix, _ places: inout ArraySlice<Place>) -> [EntryProfile] {
        let taken = places.prefix { self.prefix(at: $0) == prefix }
        places = places.dropFirst(taken.count)
        return taken.map { profiles[profileNumber(at: $0)] }
    }
}

extension EntryProfile {
    /// What of a prefix an entry is about, whatever it says of that.
    fileprivate var subject: [UInt16?] {
        [port, transport.map { UInt16($0.rawValue) }, UInt16(threatClass.rawValue)]
    }
}
