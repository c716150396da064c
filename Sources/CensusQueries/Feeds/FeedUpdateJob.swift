import ListFeeds
package import Logging
package import Runtime
import TextFormats
import Watchlist

/// The command `feeds update`: fetches what is due or named, one feed after another, and says what became of each.
package struct FeedUpdateJob {
    private let choice: FeedChoice
    private let logger: Logger
    private let clock: WallClock

    package init(_ choice: FeedChoice, clock: @escaping WallClock, logger: Logger) throws {
        guard !choice.feeds.isEmpty else {
            throw CommandProblem(
                "nothing is fetched that is not named: name presets, or describe feeds in the configuration")
        }
        (self.choice, self.clock, self.logger) = (choice, clock, logger)
    }

    /// - Returns: how many feeds were tried, and how many of them failed.
    package func run() -> (tried: Int, failed: Int) {
        var (tried, failed) = (0, 0)
        for feed in choice.feeds {
            let update = FeedUpdate(feed, in: choice.folder)
            guard choice.isNamed || update.isDue(at: clock()) else {
                logger.info("\(feed.name): not due yet")
                continue
            }
            tried += 1
            switch update.run(now: clock) {
            case .unchanged: logger.info("\(feed.name): unchanged")
            case .updated(let entries, let former):
                let change = former.map { ", \($0) before" } ?? ", the first version"
                logger.notice("\(feed.name): \(entries) entries\(change)")
            case .failed(let error):
                failed += 1
                logger.error("\(feed.name): \(error.description.printable)\(whatStays(feed))")
            }
        }
        return (tried, failed)
    }

    /// What is used instead of a version that could not be had.
    private func whatStays(_ feed: Feed) -> String {
        let list = FeedFolder(of: feed.name, in: choice.folder).list
        guard list.currentTarget != nil else { return "; there is no version to use" }
        let age = list.facts.confirmed.map { ", confirmed at \($0)," } ?? ""
        return "; the version in use\(age) stays"
    }
}
