package import CensusModel
package import Logging

/// The lists of a run, and what they are compiled to.
package struct LoadedWatchlist: Sendable {
    package let lists: LoadedLists
    package let watchlist: Watchlist

    package init(_ lists: LoadedLists) {
        self.lists = lists
        watchlist = Watchlist(lists.union)
    }

    /// Says what was loaded, and what was left out of it.
    package func log(to logger: Logger) {
        lists.log(to: logger)
        if watchlist.leftOutTexts > 0 { logger.notice("\(Self.leftOut(watchlist.leftOutTexts))") }
    }

    /// What is said of labels and sources that no entry keeps.
    package static func leftOut(_ count: Int) -> String {
        "\(count) labels and sources are left out, for no entry keeps more than \(EntryProfile.maximumTexts) of each"
    }

    /// Bytes of memory that the lists and what they are compiled to take, as an estimate.
    package var memory: Int { lists.memory }
}

extension LoadedLists {
    /// The lists in use and how they are read, for what is counted with them. A list of what is not to be counted decides as
    /// well.
    package var set: ListSet {
        ListSet(
            lists.map { ListUse(name: $0.name, version: $0.version, options: options) }
                + allowlists.map { ListUse(name: "allowlist \($0.name)", version: $0.version, options: options) })
    }

    /// The versions in use, for the store.
    package var records: [ListRecord] {
        lists.map { ListRecord(version: $0.version, name: $0.name, entries: $0.table.count) }
    }
}
