package import HTTPClient
package import NetworkTypes
import TextFormats
import Watchlist

/// Updates one feed: fetches what is new, checks it, and makes it the current version; else the version in use stays.
package struct FeedUpdate {
    private let feed: Feed
    private let folder: FeedFolder

    /// What an update came to.
    package enum Outcome: Equatable, Sendable {
        /// The source has the version in use.
        case unchanged
        /// A new version is in use; `former` is what the one before it held.
        case updated(entries: Int, former: Int?)
        /// Nothing new is in use, and why.
        case failed(FeedError)
    }

    /// - Parameter path: the folder of all feeds, which is made where it is not there.
    package init(_ feed: Feed, in path: String) {
        (self.feed, folder) = (feed, FeedFolder(of: feed.name, in: path))
    }

    /// Whether the feed is due; one that is nearly so counts as due, for timers are not exact, and so does one that was updated in
    /// the future, by a clock that was wrong.
    package func isDue(at now: Timestamp) -> Bool {
        let state = folder.state
        guard let due = state.nextDue, let last = state.lastAttempt, last <= now else { return true }
        return due <= now.adding(seconds: feed.interval / 10)
    }

    /// Runs the update; what it came to is kept in the feed's folder as well.
    /// - Parameter now: by which clock versions are dated.
    package func run(now: () -> Timestamp, isCancelled: @escaping HTTPClient.Cancellation = { false }) -> Outcome {
        do {
            try folder.makeFolders()
            let lock = try FeedLock(folder)
            defer { withExtendedLifetime(lock) {} }
            return try run(now, isCancelled)
        } catch {
            return .failed(error)
        }
    }

    private func run(_ now: () -> Timestamp, _ isCancelled: @escaping HTTPClient.Cancellation) throws(FeedError)
        -> Outcome
    {
        try folder.prepare()
        var state = folder.state
        state.lastAttempt = now()
        var outcome: Outcome
        var wait = feed.interval
        do {
            outcome = try update(&state, now, isCancelled)
            (state.lastSuccess, state.lastError) = (now(), nil)
            try writeFacts(confirmed: state.lastSuccess)
        } catch {
            // What the server said of a version that is not used is forgotten, so that it is fetched again.
            let failed = state
            state = folder.state
            (state.lastAttempt, state.lastError) = (failed.lastAttempt, error.description.printable)
            wait = max(wait, min(error.retryAfter ?? 0, Self.longestWait))
            outcome = .failed(error)
        }
        state.nextDue = now().adding(seconds: wait)
        try folder.write(state)
        folder.prune(keeping: feed, at: now())
        return outcome
    }

    /// Seconds that a server may have itself left in peace for.
    private static let longestWait = 86_400

    private func update(
        _ state: inout FeedState, _ now: () -> Timestamp, _ isCancelled: @escaping HTTPClient.Cancellation
    ) throws(FeedError) -> Outcome {
        let fetch = try FeedFetch(feed, folder: folder, state: state, isCancelled: isCancelled)
        let result = try fetch.run()
        state = fetch.state
        guard case .version(let file) = result else { return .unchanged }
        try file.finish()
        let former = folder.list.currentTarget == nil ? nil : state.entries ?? entriesInUse
        let check = try check(file, former)
        (state.entries, state.refusedLines) = (check.entries, check.refusedLines)
        state.version = check.version
        guard !folder.list.isCurrent(digest: check.version) else { return .unchanged }
        // How it is read is known before it is in use.
        try writeFacts(confirmed: folder.list.facts.confirmed ?? now())
        try folder.publish(file, version: check.version, at: now())
        state.lastChange = now()
        return .updated(entries: check.entries, former: former)
    }

    /// What the version in use holds, where the state does not say, for it was damaged; `nil` where there is none.
    private var entriesInUse: Int? {
        folder.list.currentTarget.flatMap { path in
            try? FeedCheck(
                path, reading: reading, previous: nil, unpackedLimit: feed.http.maximumUnpackedSize
            ).entries
        }
    }

    /// Checks a version; one that is refused is kept for people to look at.
    private func check(_ file: PrivateFile, _ former: Int?) throws(FeedError) -> FeedCheck {
        do {
            return try FeedCheck(
                file.path, reading: reading, previous: feed.allowsShrink ? nil : former,
                unpackedLimit: feed.http.maximumUnpackedSize)
        } catch {
            try file.publish(as: folder.refusedPath)
            throw error
        }
    }

    /// What stands before the colon of a list argument; what is put together here has a known format.
    private var reading: String {
        let format =
            switch feed.source {
            case .taxii: "stix"
            case .mispFeed, .mispSearch: "misp"
            case .list, .files: ""
            }
        let stated = feed.reading.prefix { $0 != "," }
        return stated.isEmpty ? format + feed.reading : feed.reading
    }

    private func writeFacts(confirmed: Timestamp?) throws(FeedError) {
        let facts = ListFolder.Facts(reading: reading, confirmed: confirmed, staleAfter: feed.staleAfter)
        try PrivateFile.write(Array(facts.json.withoutNulls.text(depth: 1).utf8), as: folder.list.factsPath)
    }
}
