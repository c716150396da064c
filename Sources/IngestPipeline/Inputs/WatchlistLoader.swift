import PacketCapture
package import Watchlist

/// The lists of a run, read and compiled.
package struct LoadedWatchlist: Sendable {
    package let watchlist: Watchlist
    package let lists: [ParsedList]

    /// How many lines were refused in all lists.
    package var refusedCount: Int { lists.reduce(0) { $0 + $1.refusedCount } }
}

/// Reads lists from files.
package enum WatchlistLoader {
    /// The largest list that is read: far more than any that is published.
    private static let maximumLength = 1_024 * 1_024 * 1_024

    /// Reads and compiles all lists; one that cannot be used ends it, for a census by half the lists is no census.
    package static func load(_ paths: [String]) throws -> LoadedWatchlist {
        let lists = try paths.map { path in
            try ListParser.parse(CaptureInput(path: path).readAll(limit: maximumLength), name: path)
        }
        var union = EntryTable()
        for list in lists { union.append(list.table) }
        return LoadedWatchlist(watchlist: Watchlist(union), lists: lists)
    }
}
