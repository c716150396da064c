import CensusModel
import HourlyRollup
import Logging
package import NetworkTypes
import Watchlist

/// How old a list is that a store was counted with, where it is the version in use of a folder that `flowcensus feeds` fills.
package struct Confirmation: Sendable {
    package let time: Timestamp
    /// Seconds.
    package let age: Int64
    package let isStale: Bool

    /// - Returns: `nil` of a list of another kind, of another version, or whose age is not known.
    package init?(_ name: String, version: String, now: Timestamp) {
        let folder = ListFolder(name)
        guard folder.isThere, folder.isCurrent(digest: version) else { return nil }
        let facts = folder.facts
        guard let confirmed = facts.confirmed, let age = facts.age(at: now) else { return nil }
        (time, self.age, isStale) = (confirmed, age, facts.isStale(at: now))
    }

    init?(_ list: StoreSummary.List, now: Timestamp) {
        self.init(list.name, version: list.version, now: now)
    }

    var words: String { ", confirmed \(time), \(FeedStatus.words(age)) ago\(isStale ? ", stale" : "")" }

    var ofReport: ReportFigures.List.Confirmation {
        ReportFigures.List.Confirmation(time: time, age: FeedStatus.words(age), isStale: isStale)
    }

    /// Says of each feed that was counted with how old it is: a warning where it is stale.
    static func log(_ lists: [UsedList], now: Timestamp, to logger: Logger) {
        for list in lists where list.sources != 0 {
            guard let confirmation = Confirmation(list.record.name, version: list.record.version, now: now) else {
                continue
            }
            logger.log(
                level: confirmation.isStale ? .warning : .info,
                "counted with \(list.record.name)\(confirmation.words)")
        }
    }
}
