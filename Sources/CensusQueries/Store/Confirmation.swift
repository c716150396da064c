import CensusModel
import NetworkTypes
import Watchlist

/// How old a list is that a store was counted with, where it is the version in use of a folder that `flowcensus feeds` fills.
struct Confirmation {
    let time: Timestamp
    /// Seconds.
    let age: Int64
    let isStale: Bool

    /// - Returns: `nil` of a list of another kind, of another version, or whose age is not known.
    init?(_ list: StoreSummary.List, now: Timestamp) {
        let folder = ListFolder(list.name)
        guard folder.isThere, folder.isCurrent(digest: list.version) else { return nil }
        let facts = folder.facts
        guard let confirmed = facts.confirmed, let age = facts.age(at: now) else { return nil }
        (time, self.age, isStale) = (confirmed, age, facts.isStale(at: now))
    }

    var words: String { ", confirmed \(time), \(FeedStatus.words(age)) ago\(isStale ? ", stale" : "")" }
}
