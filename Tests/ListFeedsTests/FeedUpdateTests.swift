import CensusModel
import Foundation
import HTTPClient
import ListFeeds
import NetworkTypes
import TestSupport
import Testing
import Watchlist

@Suite("An update of a feed")
struct FeedUpdateTests {
    private let scene: FeedScene

    init() throws {
        scene = try FeedScene()
    }

    private static let four = "203.0.113.1\n203.0.113.2\n203.0.113.3\n203.0.113.4\n"

    @Test("makes the first version current, for its owner alone")
    func first() throws {
        try scene.server.serve("c2.txt", Self.four)
        let feed = try scene.feed("/files/c2.txt", .good, ["class": "scanner", "label": "Probes"])
        #expect(scene.update(feed) == .updated(entries: 4, former: nil))
        #expect(try scene.addresses().count == 4)
        let entry = try #require(try scene.loaded().entries.first)
        #expect(entry.threatClass == .scanner && entry.labels == ["Probes"])
        let files = FileManager.default
        for case let path as String in files.enumerator(atPath: scene.folder.path) ?? .init() {
            let whole = scene.folder.appendingPathComponent(path).path
            let attributes = try files.attributesOfItem(atPath: whole)
            guard attributes[.type] as? FileAttributeType != .typeSymbolicLink else { continue }
            let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(path)")
        }
        let top = try files.attributesOfItem(atPath: scene.folder.path)
        #expect(top[.posixPermissions] as? Int == 0o700)
    }

    @Test("asks whether there is something new, and believes that there is not")
    func unchanged() throws {
        try scene.server.serve("c2.txt", Self.four)
        let feed = try scene.feed("/files/c2.txt")
        scene.update(feed)
        let first = scene.list.state
        scene.pass(seconds: 3_600)
        #expect(scene.update(feed) == .unchanged)
        let request = try #require(try scene.server.requests.last)
        #expect(request.headers["if-none-match"] == first.entityTag && request.headers["if-modified-since"] != nil)
        #expect(scene.list.state.lastSuccess == scene.now && scene.list.state.lastChange == first.lastChange)
        #expect(scene.list.list.facts.confirmed == scene.now)
        #expect(scene.list.list.versions.count == 1)
    }

    @Test("puts a new version in place, and keeps the one before")
    func second() throws {
        try scene.server.serve("c2.txt", Self.four)
        let feed = try scene.feed("/files/c2.txt")
        scene.update(feed)
        scene.pass(seconds: 3_600)
        try scene.server.serve("c2.txt", "203.0.113.2\n203.0.113.3\n203.0.113.9\n")
        #expect(scene.update(feed) == .updated(entries: 3, former: 4))
        #expect(try scene.addresses() == ["203.0.113.2", "203.0.113.3", "203.0.113.9"])
        #expect(scene.list.list.versions.count == 2)
    }

    @Test("asks another address for everything")
    func moved() throws {
        try scene.server.serve("c2.txt", Self.four)
        try scene.server.serve("other/c2.txt", Self.four)
        scene.update(try scene.feed("/files/c2.txt"))
        #expect(scene.update(try scene.feed("/files/other/c2.txt")) == .unchanged)
        #expect(try scene.server.requests.last?.headers["if-none-match"] == nil)
    }

    // MARK: - What is refused

    /// Lists that are no new version, and what is said of them.
    static let broken: KeyValuePairs<String, String> = [
        "<html>please log in</html>": "HTML", "# nothing\n": "is empty", "203.0.113.1\n": "has 1 entries",
        "203.0.113.1\nnonsense here that is no address\nand more\n203.0.113.3\n": "do not parse",
        "{\"objects\": [": "JSON", "\u{0}\u{1}\u{2}": "not text",
    ]

    @Test("refuses what is broken, empty or shrunk, says so, and keeps the last good one", arguments: broken.map(\.key))
    func refused(_ text: String) throws {
        let said = try #require(Self.broken.first { $0.key == text }?.value)
        try scene.server.serve("c2.txt", Self.four)
        let feed = try scene.feed("/files/c2.txt")
        scene.update(feed)
        let good = scene.list.state
        scene.pass(seconds: 3_600)
        try scene.server.serve("c2.txt", text)
        let failure = try #require(scene.failure(feed))
        #expect(failure.contains(said), "\(failure)")
        #expect(try scene.addresses().count == 4)
        let state = scene.list.state
        #expect(state.lastError?.contains(said) == true && state.lastAttempt == scene.now)
        #expect(state.lastSuccess == good.lastSuccess && state.entityTag == good.entityTag)
        #expect(try Data(contentsOf: URL(fileURLWithPath: scene.list.refusedPath)) == Data(text.utf8))
        try scene.server.serve("c2.txt", Self.four + "203.0.113.5\n")
        #expect(scene.update(feed) == .updated(entries: 5, former: 4))
        #expect(scene.list.state.lastError == nil)
    }

    @Test("takes what has shrunk where that is allowed")
    func shrunk() throws {
        try scene.server.serve("c2.txt", Self.four)
        scene.update(try scene.feed("/files/c2.txt"))
        try scene.server.serve("c2.txt", "203.0.113.1\n")
        let feed = try scene.feed("/files/c2.txt", .good, ["allow-shrink": "true"])
        #expect(scene.update(feed) == .updated(entries: 1, former: 4))
    }

    @Test("refuses a packed list that unpacks to more than it may")
    func packed() throws {
        let text = String(repeating: "# a comment that packs well\n", count: 100_000) + "203.0.113.1\n"
        let path = scene.server.folder.appendingPathComponent("files/packed.gz").path
        try scene.server.serve("text", text)
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["sh", "-c", "gzip -c '\(scene.server.folder.path)/files/text' > '\(path)'"]
        try gzip.run()
        gzip.waitUntilExit()
        let small = try scene.feed("/files/packed.gz", .good, ["max-unpacked-size": "1MiB"])
        #expect(try #require(scene.failure(small)).contains("unpacks to more than"))
        #expect(scene.update(try scene.feed("/files/packed.gz")) == .updated(entries: 1, former: nil))
    }

    // MARK: - A hostile server

    /// What a server does, with which settings it is met, and what is said of it.
    struct Attack: CustomTestStringConvertible, Sendable {
        let path: String
        var certificate = HostileServer.Certificate.good
        var settings: [String: String] = [:]
        let said: String

        var testDescription: String { "\(path) \(certificate)" }
    }

    static let attacks: [Attack] = [
        Attack(path: "/silent", settings: ["timeout": "1"], said: "too slowly"),
        Attack(path: "/drip", settings: ["lowest-speed": "1000", "low-speed-time": "1s"], said: "too slowly"),
        Attack(path: "/endless", settings: ["max-size": "100000"], said: "more than 100000 bytes"),
        Attack(path: "/endless", settings: ["max-unpacked-size": "100000"], said: "more than 100000 bytes"),
        Attack(path: "/long", said: "more than 268435456 bytes"),
        Attack(path: "/bomb", settings: ["max-unpacked-size": "4MiB"], said: "more than 4194304 bytes, unpacked"),
        Attack(path: "/endless-headers", said: "bytes of headers"),
        Attack(path: "/endless-hints", said: "bytes of headers"),
        Attack(path: "/cut", said: "damaged"),
        Attack(path: "/garbage", said: "damaged"),
        Attack(path: "/nothing", said: "damaged"),
        Attack(path: "/damaged-packing", said: "damaged"),
        Attack(path: "/loop", said: "more than 5 times"),
        Attack(path: "/redirect/302?to=http://192.0.2.1/", said: "in the clear"),
        Attack(path: "/redirect/302?to=file:///etc/passwd", said: "neither https:// nor http://"),
        Attack(path: "/files/c2.txt", certificate: .other, said: "does not prove who it is"),
        Attack(path: "/files/c2.txt", certificate: .over, said: "does not prove who it is"),
        Attack(path: "/files/c2.txt", certificate: .stranger, said: "does not prove who it is"),
        Attack(path: "/status/304", said: "304"),
        Attack(path: "/status/206", said: "a part of a list"),
        Attack(path: "/status/403", said: "wants a key"),
        Attack(path: "/status/404", said: "no such list"),
        Attack(path: "/status/500", said: "out of order"),
        Attack(path: "/status/503", said: "out of order"),
    ]

    @Test("survives a hostile server, says what it did, and keeps the old list", arguments: attacks)
    func attack(_ attack: Attack) throws {
        try scene.server.serve("c2.txt", Self.four)
        scene.update(try scene.feed("/files/c2.txt"))
        scene.pass(seconds: 3_600)
        let feed = try scene.feed(attack.path, attack.certificate, attack.settings)
        // Another address: what the server said of the first one is not sent to it, so that 304 is no answer either.
        let failure = try #require(scene.failure(feed))
        #expect(failure.contains(attack.said), "\(failure)")
        #expect(try scene.addresses().count == 4)
        #expect(scene.list.state.lastError?.contains(attack.said) == true)
        let left = try FileManager.default.contentsOfDirectory(atPath: scene.list.path)
        #expect(!left.contains { $0.hasPrefix(".") }, "nothing of it is left: \(left)")
    }

    @Test("asks a server that is out of order when it says, or after its own interval, whichever is later")
    func retryAfter() throws {
        for (path, seconds) in [
            ("/status/503?after=7200", 7_200), ("/status/503?after=1", 3_600),
            ("/status/503?after=999999999", 86_400),
        ] {
            let feed = try scene.feed(path)
            scene.update(feed)
            let due = try #require(scene.list.state.nextDue)
            #expect((due.nanoseconds - scene.now.nanoseconds) / Timestamp.nanosecondsPerSecond == Int64(seconds))
            #expect(!FeedUpdate(feed, in: scene.folder.path).isDue(at: scene.now))
            #expect(FeedUpdate(feed, in: scene.folder.path).isDue(at: due))
        }
    }

    @Test("does nothing while another one is at work")
    func locked() throws {
        try scene.server.serve("c2.txt", Self.four)
        let feed = try scene.feed("/files/c2.txt")
        scene.update(feed)
        let descriptor = unsafe open("\(scene.list.path)/lock", O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        #expect(scene.update(feed) == .failed(.locked(path: scene.list.path)))
    }

    @Test("clears what an update that was killed left behind")
    func leftovers() throws {
        try scene.server.serve("c2.txt", Self.four)
        let feed = try scene.feed("/files/c2.txt")
        scene.update(feed)
        let left = "\(scene.list.path)/.incoming-abc"
        try Data("half".utf8).write(to: URL(fileURLWithPath: left))
        scene.update(feed)
        #expect(!FileManager.default.fileExists(atPath: left))
    }

    @Test("fetches again a version that is gone")
    func gone() throws {
        try scene.server.serve("c2.txt", Self.four)
        let feed = try scene.feed("/files/c2.txt")
        scene.update(feed)
        let current = try #require(scene.list.list.currentTarget)
        try FileManager.default.removeItem(atPath: current)
        #expect(scene.list.list.currentTarget == nil)
        #expect(scene.update(feed) == .updated(entries: 4, former: nil))
        #expect(try scene.addresses().count == 4)
    }

    @Test("fetches again what a damaged state has lost")
    func damagedState() throws {
        try scene.server.serve("c2.txt", Self.four)
        let feed = try scene.feed("/files/c2.txt")
        scene.update(feed)
        try Data("{\"etag\": ".utf8).write(to: URL(fileURLWithPath: scene.list.statePath))
        #expect(scene.update(feed) == .unchanged)
        #expect(scene.list.state.entries == 4)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: scene.list.statePath))
        try scene.server.serve("c2.txt", "203.0.113.1\n")
        #expect(try #require(scene.failure(feed)).contains("has 1 entries, and the one in use has 4"))
    }

    // MARK: - Secrets

    @Test("shows a secret to the server, and to nobody else")
    func secret() throws {
        let file = scene.server.folder.appendingPathComponent("token").path
        try Data("hunter2hunter2\n".utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        try scene.server.serve("c2.txt", Self.four)
        let settings = ["auth": "bearer", "secret-file": file]
        scene.update(try scene.feed("/files/c2.txt", .good, settings))
        #expect(try scene.server.requests.last?.headers["authorization"] == "Bearer hunter2hunter2")
        let failure = scene.failure(try scene.feed("/status/403", .good, settings)) ?? ""
        let kept = try [scene.list.statePath, scene.list.list.factsPath].map {
            try String(contentsOfFile: $0, encoding: .utf8)
        }
        #expect(!([failure] + kept).joined().contains("hunter2"))
        try FileManager.default.setAttributes([.posixPermissions: 0o604], ofItemAtPath: file)
        let open = try #require(scene.failure(try scene.feed("/files/c2.txt", .good, settings)))
        #expect(open.contains("everybody may read it"))
    }

    // MARK: - Versions

    @Test("keeps versions as long as it should, and the current one always")
    func pruned() throws {
        let feed = try scene.feed("/files/c2.txt", .good, ["keep": "1d", "keep-versions": "3"])
        for number in 1...6 {
            try scene.server.serve("c2.txt", Self.four + "203.0.113.\(10 + number)\n")
            #expect(scene.update(feed) == .updated(entries: 5, former: number == 1 ? nil : 5))
            scene.pass(seconds: 60)
        }
        #expect(scene.list.list.versions.count == 3)
        scene.pass(seconds: 2 * 86_400)
        scene.update(feed)
        #expect(scene.list.list.versions.map(\.path) == [scene.list.list.currentTarget])
    }

    @Test("is due again after its interval, and where the last one was made by a clock that was ahead")
    func due() throws {
        try scene.server.serve("c2.txt", Self.four)
        let feed = try scene.feed("/files/c2.txt")
        let isDue = { FeedUpdate(feed, in: scene.folder.path).isDue(at: scene.now) }
        #expect(isDue())
        scene.update(feed)
        #expect(!isDue())
        scene.pass(seconds: 3_600)
        #expect(isDue())
        scene.pass(seconds: -400 * 86_400)
        #expect(isDue())
    }

    @Test("dates a version later than the one before, whatever the clock says")
    func clockSetBack() throws {
        let feed = try scene.feed("/files/c2.txt")
        for number in 1...3 {
            try scene.server.serve("c2.txt", Self.four + "203.0.113.\(10 + number)\n")
            scene.update(feed)
            scene.pass(seconds: -3_600)
        }
        let versions = scene.list.list.versions
        #expect(versions.count == 3 && versions.last?.path == scene.list.list.currentTarget)
    }

    @Test("lets an old capture meet the list of its time")
    func history() throws {
        let feed = try scene.feed("/files/c2.txt", .good, ["allow-shrink": "yes"])
        for (number, text) in ["203.0.113.1\n203.0.113.2\n", "203.0.113.2\n", "203.0.113.1\n203.0.113.2\n"].enumerated()
        {
            if number > 0 { scene.pass(seconds: 86_400) }
            try scene.server.serve("c2.txt", text)
            scene.update(feed)
        }
        let watchlist = Watchlist(try scene.loaded(byVersion: true).table)
        let matches = { (address: String, time: String) in
            watchlist.match(
                try #require(IPAddress(parsing: address.utf8)), port: 443, transport: .tcp,
                at: try #require(Timestamp(parsing: time))) != nil
        }
        // Versions of 29 November, 30 November and 1 December, each from 12:00 on.
        for (time, isListed) in [
            ("2013-05-31T00:00:00Z", true), ("2026-11-30T11:59:59Z", true), ("2026-11-30T12:00:00Z", false),
            ("2026-12-01T11:59:59Z", false), ("2026-12-01T12:00:00Z", true), ("2030-01-01T00:00:00Z", true),
        ] {
            #expect(try matches("203.0.113.1", time) == isListed, "\(time)")
            #expect(try matches("203.0.113.2", time), "\(time)")
        }
        #expect(try scene.loaded().version != scene.loaded(byVersion: true).version)
    }

    @Test("says which folder has no version yet")
    func empty() throws {
        scene.update(try scene.feed("/status/500"))
        #expect(throws: WatchlistError.self) { try scene.loaded() }
    }
}
