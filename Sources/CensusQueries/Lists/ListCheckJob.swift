package import NetworkTypes
import Runtime
package import Watchlist

/// The command `watchlist check`: what is in lists, and everything that is left out of them.
package struct ListCheckJob {
    private let lists: LoadedLists
    private let problems: [String]
    private let now: Timestamp

    /// How many lines of each list and kind the report names.
    private static let problemLimit = 10_000

    package init(_ options: ListOptions, now: Timestamp) throws {
        var problems: [String] = []
        var lists = try WatchlistLoader(options, problemLimit: Self.problemLimit).load { problems.append("\($0)") }
        lists.nameSources()
        (self.lists, self.problems, self.now) = (lists, problems, now)
    }

    /// Whether a line or a whole list was refused.
    package var refusedSome: Bool { lists.refusedCount + lists.leftOutCount > 0 || !problems.isEmpty }

    /// Writes the report to standard output.
    package func report() throws {
        let output = try TextOutput(path: nil)
        for problem in problems { try output.write("\(problem)\n  refused as a whole\n") }
        for change in lists.networkChanges { try output.write("\(change)\n") }
        for list in lists.allowlists + lists.lists { try output.write(ListReport(list, now: now).text) }
        let contradictions = Contradiction.find(in: lists.lists, limit: Self.problemLimit)
        for contradiction in contradictions.first { try output.write("contradiction: \(contradiction)\n") }
        if contradictions.unnamedCount > 0 {
            try output.write(
                "contradiction: \(contradictions.unnamedCount) more addresses are named in several classes\n")
        }
        let union = lists.union
        let watchlist = Watchlist(union)
        try output.write(
            "together: \(union.count) entries, \(watchlist.entryCount) once duplicates are merged\n"
                + (watchlist.leftOutTexts > 0 ? "  \(LoadedWatchlist.leftOut(watchlist.leftOutTexts))\n" : ""))
        try output.finish()
    }
}
