/// A list that something was counted with, and how it was read.
package struct ListUse: Codable, Hashable, Sendable {
    /// As the operator named it.
    package let name: String
    /// SHA-256 in hexadecimal (`ListRecord.version`).
    package let version: String
    /// What the options say of all lists' entries; empty where they say nothing.
    package let options: String

    package init(name: String, version: String, options: String = "") {
        (self.name, self.version, self.options) = (name, version, options)
    }
}

/// The lists that something was counted with, all together.
package struct ListSet: Hashable, Sendable {
    /// Sorted by name and version.
    package let lists: [ListUse]

    package init(_ lists: some Sequence<ListUse>) {
        self.lists = Set(lists).sorted { ($0.name, $0.version, $0.options) < ($1.name, $1.version, $1.options) }
    }

    /// How the lists of one count stand to those of another.
    package enum Relation: Equatable, Sendable {
        /// The same lists, read in the same way, whatever their names.
        case same
        /// Lists of the same names that say something else, or are read in another way.
        case anotherVersion
        case other
    }

    package func relation(to other: ListSet) -> Relation {
        if contents == other.contents { return .same }
        return Set(lists.map(\.name)) == Set(other.lists.map(\.name)) ? .anotherVersion : .other
    }

    private var contents: Set<[String]> { Set(lists.map { [$0.version, $0.options] }) }

    /// The names, for a sentence.
    package var names: String { lists.map(\.name).joined(separator: ", ") }
}

extension ListSet.Relation {
    /// How some lists stand to all sets that something was counted with, one part after another.
    /// - Parameter counted: empty where that is not known, for an earlier version counted it.
    package init(_ asked: ListSet, to counted: [ListSet]) {
        let relations = counted.map(asked.relation)
        self = relations.contains(.other) ? .other : relations.contains(.anotherVersion) ? .anotherVersion : .same
    }
}
