import CensusModel
package import Logging
import NetworkTypes
import Runtime
package import Watchlist

/// The command `watchlist lookup`: which entry names an address, where it stands, and why it matches.
package struct ListLookupJob {
    private let lists: LoadedLists
    private let internalNetworks: PrefixSet

    package init(_ options: ListOptions, logger: Logger) throws {
        let loader = try WatchlistLoader(options)
        var lists = try loader.load()
        lists.nameSources()
        lists.log(to: logger)
        (self.lists, internalNetworks) = (lists, loader.internalNetworks)
    }

    package var refusedSome: Bool { lists.refusedCount + lists.leftOutCount > 0 }

    /// Writes to standard output what the lists say: the entry that decides, and the others that cover the address.
    package func answer(_ question: LookupQuestion) throws {
        let output = try TextOutput(path: nil)
        if internalNetworks.contains(question.address) {
            try output.write("\(question.address) lies in our own networks, so it is never an origin\n")
        }
        let candidates = lists.lists.flatMap { $0.candidates(for: question) }.sorted(by: LookupCandidate.isBefore)
        let verdict = candidates.first { $0.mismatch == nil }.map { best in
            "\(best.entry.threatClass.name), matched on \(best.entry.port == nil ? "the address" : "address and port")"
        }
        try output.write("\(question): \(verdict ?? "no entry matches")\n")
        for candidate in candidates { try output.write("  \(candidate)\n") }
        try output.finish()
    }
}
