import Foundation
package import NetworkTypes
import TextFormats

/// Reads lists from files, and cleans them.
package struct WatchlistLoader {
    package let internalNetworks: PrefixSet
    private let networkChanges: [String]
    private let options: ListOptions
    private var limits = ListLimits()

    /// - Parameters:
    ///   - problemLimit: how many lines of each list and kind are named.
    ///   - memoryLimit: bytes of memory that all lists together may take, as `EntryTable.memory` reckons it.
    package init(
        _ options: ListOptions, problemLimit: Int = ParsedList.maximumProblems, memoryLimit: Int = .max
    ) throws {
        self.options = options
        limits.problems = problemLimit
        limits.allMemory = memoryLimit
        let networks = try options.internalNetworks.map { try StatedNetworks($0, option: "--internal") }
        internalNetworks = networks?.set ?? .defaultInternal
        networkChanges = networks?.changes ?? []
    }

    /// Reads all lists; one that cannot be used ends it, for a census by half the lists is not a census.
    package func load() throws -> LoadedLists {
        let loaded = try load { throw $0 }
        if let list = loaded.lists.first(where: { $0.format == .warninglist }) {
            throw WatchlistError(list: list.name, problem: .isWarninglist)
        }
        return loaded
    }

    /// Reads the lists that can be used.
    /// - Parameter refuse: is called with the reason why another one cannot.
    package func load(refusing refuse: (any Error) throws -> Void) throws -> LoadedLists {
        var lists: [ParsedList] = []
        for argument in options.lists {
            do {
                lists.append(try read(argument, beside: lists))
            } catch {
                try refuse(error)
            }
        }
        try nameCategories(in: &lists)
        var allowlists: [ParsedList] = []
        for argument in options.allowlists { allowlists.append(try read(argument, beside: lists + allowlists)) }
        let rules = HygieneRules(
            internalNetworks: internalNetworks, allowlists: allowlists, allowsWide: options.allowsWide,
            listTime: options.listTime)
        for index in lists.indices {
            try lists[index].clean(rules)
        }
        return LoadedLists(
            lists: lists, allowlists: allowlists, networkChanges: networkChanges, options: options.reading)
    }

    /// - Parameter others: the lists that were read before, which take memory too.
    private func read(_ argument: String, beside others: [ParsedList] = []) throws -> ParsedList {
        let argument = ListArgument(argument)
        var limits = limits
        limits.memory = limits.allMemory - others.reduce(0) { $0 + $1.table.memory }
        if let problem = argument.problem, !FileManager.default.fileExists(atPath: argument.path) {
            throw WatchlistError(list: argument.path, problem: .unreadable(reason: problem))
        }
        let folder = ListFolder(argument.path)
        guard argument.path == "-" || !folder.isThere else {
            return try folder.read(argument, allVersions: options.countsByVersion, limits: limits)
        }
        return try ListParser.parse(
            ListFile(path: argument.path), name: argument.name, as: argument.format, defaults: argument.defaults,
            limits: limits)
    }

    /// Names the categories of Suricata's lists: from a category file among the lists, else from the file that lies beside
    /// them under the name that Suricata gives it.
    private func nameCategories(in lists: inout [ParsedList]) throws {
        let given = lists.filter { $0.format == .reputationCategories }
        lists.removeAll { $0.format == .reputationCategories }
        for index in lists.indices where lists[index].format == .reputation {
            var names = given.reduce(into: [:]) { $0.merge($1.categories) { first, _ in first } }
            let beside = URL(fileURLWithPath: lists[index].name).deletingLastPathComponent()
                .appendingPathComponent("categories.txt").path
            if given.isEmpty, FileManager.default.fileExists(atPath: beside) {
                names = try read("\(ListFormat.reputationCategories.rawValue):\(beside)").categories
            }
            lists[index].nameCategories(names)
        }
    }
}

/// The lists of a run.
package struct LoadedLists: Sendable {
    package private(set) var lists: [ParsedList]
    package let allowlists: [ParsedList]
    /// What of the internal networks was taken with a change, a sentence each.
    package let networkChanges: [String]
    /// How the options have all entries read; empty where they are read as they stand.
    let options: String

    /// Bytes of memory that the lists take, as an estimate.
    package var memory: Int { (lists + allowlists).reduce(0) { $0 + $1.table.memory } }

    /// How many lines were refused in all lists, because they do not parse.
    package var refusedCount: Int { (lists + allowlists).reduce(0) { $0 + $1.refusedCount } }
    /// How many entries were left out of all lists, because no list should hold them.
    package var leftOutCount: Int { (lists + allowlists).reduce(0) { $0 + $1.drops.count } }

    /// Makes lists the source of their entries that state none.
    package mutating func nameSources() {
        for index in lists.indices { lists[index].nameSource() }
    }

    /// The entries of all lists.
    package var union: EntryTable {
        var union = EntryTable()
        for list in lists { union.append(list.table) }
        return union
    }
}
