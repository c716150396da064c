/// The lists of a command, and what is to become of their entries.
package struct ListOptions: Equatable, Sendable {
    package var lists: [String]
    /// Lists of what is not to be counted.
    package var allowlists: [String]
    /// The internal networks as the operator gives them; `nil` for the usual ones.
    package var internalNetworks: String?
    package var allowsWide: Bool
    package var listTime: ListTime
    /// Whether of a folder of versions each counts for the time in which it was in use, and not the current one for all time.
    package var countsByVersion = false

    /// Everything that names a file or a network, as the operator gave it.
    package var arguments: [String] { lists + allowlists + [internalNetworks].compactMap(\.self) }

    package init(
        lists: [String], allowlists: [String] = [], internalNetworks: String? = nil, allowsWide: Bool = false,
        listTime: ListTime = .dated
    ) {
        self.lists = lists
        self.allowlists = allowlists
        self.internalNetworks = internalNetworks
        self.allowsWide = allowsWide
        self.listTime = listTime
    }
}

extension ListOptions {
    /// The folders of versions among the lists.
    package var folders: [ListFolder] {
        (lists + allowlists).map { ListFolder(ListArgument($0).path) }.filter { $0.path != "-" && $0.isThere }
    }

    /// What they change in how entries are read; empty where they change nothing.
    var reading: String {
        [listTime == .dated ? nil : "list-time \(listTime)", allowsWide ? "wide entries" : nil]
            .compactMap { $0 }.joined(separator: ", ")
    }
}
