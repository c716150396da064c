import Foundation
import HTTPClient
import ListFeeds
import NetworkTypes
import TestSupport
import Testing
import Watchlist

/// A server, a folder for lists, and a clock that stands where a test puts it.
final class FeedScene {
    let server: HostileServer
    let folder: URL
    var now: Timestamp

    init() throws {
        server = try HostileServer()
        folder = server.folder.appendingPathComponent("lists")
        now = try #require(Timestamp(parsing: "2026-11-29T12:00:00Z"))
    }

    /// A feed of the server, with the bounds of a test.
    func feed(_ path: String, _ certificate: HostileServer.Certificate = .good, _ settings: [String: String] = [:])
        throws -> Feed
    {
        let own = [
            "url": server.address(path, certificate), "ca-file": server.authority, "proxy": "", "timeout": "900",
            "interval": "1h",
        ]
        return try FeedSettings(name: "ours", values: own.merging(settings) { $1 }).feed()
    }

    @discardableResult
    func update(_ feed: Feed) -> FeedUpdate.Outcome {
        FeedUpdate(feed, in: folder.path).run(now: { self.now })
    }

    /// What an update failed with, as it is said; `nil` when it did not fail.
    func failure(_ feed: Feed) -> String? {
        if case .failed(let error) = update(feed) { "\(error)" } else { nil }
    }

    func pass(seconds: Int64) {
        now = Timestamp(nanoseconds: now.nanoseconds + seconds * Timestamp.nanosecondsPerSecond)
    }

    var list: FeedFolder { FeedFolder(of: "ours", in: folder.path) }

    /// The addresses of the version in use.
    func addresses(byVersion: Bool = false) throws -> [String] {
        try loaded(byVersion: byVersion).entries.map(\.prefix.address.description)
    }

    func loaded(byVersion: Bool = false) throws -> ParsedList {
        var options = ListOptions(lists: [list.path])
        options.countsByVersion = byVersion
        return try #require(try WatchlistLoader(options).load().lists.first)
    }

    /// The paths that were asked for, with their queries.
    var paths: [String] {
        get throws { try server.requests.map(\.path) }
    }
}
