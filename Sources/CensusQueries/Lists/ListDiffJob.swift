package import Logging
import Runtime
package import Watchlist

/// The command `watchlist diff`: what a newer list adds, takes away and says otherwise.
package struct ListDiffJob {
    private let old: EntryTable
    private let new: EntryTable
    package let refusedSome: Bool

    /// - Parameter options: without lists; those are `old` and `new`.
    package init(old: String, new: String, _ options: ListOptions, logger: Logger) throws {
        let load = { (path: String) in
            var options = options
            options.lists = [path]
            let lists = try WatchlistLoader(options).load()
            lists.log(to: logger)
            return lists
        }
        let (oldLists, newLists) = (try load(old), try load(new))
        (self.old, self.new) = (Self.normalized(oldLists), Self.normalized(newLists))
        refusedSome = [oldLists, newLists].contains { $0.refusedCount + $0.leftOutCount > 0 }
    }

    /// The entries without their sources: those of the same feed state the same one, and others say nothing about a change.
    private static func normalized(_ lists: LoadedLists) -> EntryTable {
        var union = lists.union
        union.changeProfiles { $0.sources = [] }
        return union.normalized()
    }

    /// Writes the differences to standard output.
    /// - Returns: how many entries are new, gone and changed, in words.
    package func write() throws -> String {
        let output = try TextOutput(path: nil)
        var counts: [ListDifference.Kind: Int] = [:]
        try ListDifference.forEach(old, new) { difference in
            counts[difference.kind, default: 0] += 1
            try output.write("\(difference)\n")
        }
        try output.finish()
        let words = ListDifference.Kind.allCases.map { "\(counts[$0] ?? 0) \($0.word)" }
        return words.joined(separator: ", ")
    }
}
