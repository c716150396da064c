import Foundation
import HTTPClient
import ListFeeds
import NetworkTypes
import TestSupport
import Testing
import TextFormats
import Watchlist

@Suite("A collection of TAXII 2.1")
struct TAXIIFeedTests {
    private let scene: FeedScene

    init() throws {
        scene = try FeedScene()
    }

    private func object(
        _ number: Int, address: String, modified: String = "2026-11-01T00:00:00Z", revoked: Bool = false
    )
        -> String
    {
        """
        {"date_added": "2026-11-0\(number)T00:00:00.000Z", "object": {"type": "indicator", "spec_version": "2.1",
        "id": "indicator--00000000-0000-4000-8000-00000000000\(number % 5)", "created": "2026-11-01T00:00:00Z",
        "modified": "\(modified)", "name": "Bot", "indicator_types": ["malicious-activity"], "revoked": \(revoked),
        "pattern_type": "stix", "valid_from": "2026-11-01T00:00:00Z", "pattern": "[ipv4-addr:value = '\(address)']"}}
        """
    }

    private func serve(_ objects: [String]) throws {
        try scene.server.serve("taxii.json", "[\(objects.joined(separator: ","))]")
    }

    @Test("is read page by page, and then from where it was left")
    func pages() throws {
        let feed = try scene.feed("/taxii", .good, ["kind": "taxii"])
        let three = (1...3).map { object($0, address: "203.0.113.\($0)") }
        try serve(three)
        #expect(scene.update(feed) == .updated(entries: 3, former: nil))
        #expect(try scene.server.requests.map(\.path).filter { $0.contains("next=") }.count == 1)
        scene.pass(seconds: 3_600)
        #expect(scene.update(feed) == .unchanged)
        #expect(try scene.paths.last?.contains("added_after=2026-11-03T00%3a00%3a00.000Z") == true)
        // One new, one changed (number 6 has the name of number 1), one revoked (7 that of 2).
        let more = [
            object(4, address: "203.0.113.4"),
            object(6, address: "203.0.113.66", modified: "2026-11-06T00:00:00Z"),
            object(7, address: "203.0.113.2", modified: "2026-11-07T00:00:00Z", revoked: true),
        ]
        try serve(three + more)
        #expect(scene.update(feed) == .updated(entries: 3, former: 3))
        #expect(Set(try scene.addresses()) == ["203.0.113.3", "203.0.113.4", "203.0.113.66"])
        #expect(try scene.loaded().format == .stix)
    }

    @Test("that never ends, or leads in a circle, is refused in its time")
    func endless() throws {
        let circle = try #require(scene.failure(try scene.feed("/taxii/same", .good, ["kind": "taxii"])))
        #expect(circle.contains("same page again"))
        let endless = try #require(
            scene.failure(try scene.feed("/taxii/endless", .good, ["kind": "taxii", "timeout": "1"])))
        #expect(endless.contains("took longer than") || endless.contains("too slowly"), "\(endless)")
    }

    @Test(
        "whose pages are no envelopes is refused",
        arguments: ["[]", "{\"objects\": [", "nonsense", "{\"objects\": 3} x"])
    func damaged(_ text: String) {
        #expect(throws: FeedError.self) { try TAXIIEnvelope(Array(text.utf8), named: "page") }
    }
}

@Suite("A feed of MISP")
struct MISPFeedTests {
    private let scene: FeedScene

    init() throws {
        scene = try FeedScene()
    }

    private static let first = "5b6f0b2e-0000-4000-8000-000000000001"
    private static let second = "5b6f0b2e-0000-4000-8000-000000000002"

    private func serveManifest(_ events: [String: String]) throws {
        let members = events.map {
            "\"\($0)\": {\"timestamp\": \"\($1)\", \"info\": \"x\", \"Orgc\": {\"name\": \"o\"}}"
        }
        try scene.server.serve("misp/manifest.json", "{\(members.joined(separator: ","))}")
    }

    private func serveEvent(_ identifier: String, _ addresses: [String]) throws {
        let attributes = addresses.map {
            "{\"type\": \"ip-dst\", \"value\": \"\($0)\", \"to_ids\": true, \"data\": \"AAAA\", \"Tag\": [{\"name\": \"t\"}]}"
        }
        try scene.server.serve(
            "misp/\(identifier).json",
            """
            {"Event": {"info": "Event of \(identifier)", "Attribute": [\(attributes.joined(separator: ",")),
            {"type": "md5", "value": "00"}], "Object": [{"name": "ip-port", "Attribute": [
            {"type": "ip-dst", "object_relation": "ip", "value": "203.0.113.200", "to_ids": true},
            {"type": "port", "object_relation": "dst-port", "value": "8443"}]}]}}
            """)
    }

    @Test("fetches only events that are new or were changed")
    func changedEvents() throws {
        let feed = try scene.feed("/files/misp", .good, ["kind": "misp-feed"])
        try serveManifest([Self.first: "1", Self.second: "1"])
        try serveEvent(Self.first, ["203.0.113.1"])
        try serveEvent(Self.second, ["203.0.113.2"])
        #expect(scene.update(feed) == .updated(entries: 4, former: nil))
        let entries = try scene.loaded().entries
        #expect(entries.contains { $0.port == 8_443 && $0.labels == ["Event of \(Self.first)"] })
        scene.pass(seconds: 3_600)
        #expect(scene.update(feed) == .unchanged)
        try serveManifest([Self.first: "1", Self.second: "2"])
        try serveEvent(Self.second, ["203.0.113.2", "203.0.113.3"])
        #expect(scene.update(feed) == .updated(entries: 5, former: 4))
        let paths = try scene.paths
        #expect(paths.filter { $0.hasSuffix("manifest.json") }.count == 3)
        #expect(paths.filter { $0.contains(Self.first) }.count == 1)
        #expect(paths.filter { $0.contains(Self.second) }.count == 2)
    }

    @Test("goes on with an update that broke off where it was")
    func brokenOff() throws {
        let feed = try scene.feed("/files/misp", .good, ["kind": "misp-feed"])
        try serveManifest([Self.first: "1", Self.second: "1"])
        try serveEvent(Self.first, ["203.0.113.1"])
        try scene.server.serve("misp/\(Self.second).json", "{\"Event\": {")
        #expect(try #require(scene.failure(feed)).contains("damaged"))
        try serveEvent(Self.second, ["203.0.113.2"])
        #expect(scene.update(feed) == .updated(entries: 4, former: nil))
        #expect(try scene.paths.filter { $0.contains(Self.first) }.count == 1)
    }

    @Test(
        "names no files outside its folder",
        arguments: ["../../etc/passwd", "5b6f0b2e-0000-4000-8000-00000000000/", "x"])
    func traversal(_ name: String) throws {
        try serveManifest([name: "1"])
        let feed = try scene.feed("/files/misp", .good, ["kind": "misp-feed"])
        #expect(try #require(scene.failure(feed)).contains("is no event"))
        #expect(try scene.paths.count == 1)
        #expect(throws: FeedError.self) {
            try MISPManifest(Array("{\"\(Self.first)\": {\"timestamp\": \"../1\"}}".utf8), named: "manifest")
        }
    }

    @Test("is searched, with a key")
    func search() throws {
        let file = scene.server.folder.appendingPathComponent("key").path
        try Data("key-of-misp".utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        try scene.server.serve(
            "attributes.json",
            """
            [{"type": "ip-dst|port", "value": "203.0.113.1|443", "to_ids": true, "Event": {"info": "One"}},
            {"type": "ip-src", "value": "203.0.113.2", "to_ids": true, "Event": {"info": "Two"}},
            {"type": "domain", "value": "c2.example", "to_ids": true}]
            """)
        // The search is at the root of the server.
        let settings = ["kind": "misp-search", "auth": "header:Authorization", "secret-file": file, "last": "30d"]
        #expect(scene.update(try scene.feed("/", .good, settings)) == .updated(entries: 2, former: nil))
        let entries = try scene.loaded().entries
        #expect(entries.map(\.port) == [443, nil] && entries.map(\.labels) == [["One"], ["Two"]])
        let question = try #require(try scene.server.requests.last)
        #expect(question.body.contains("\"last\":\"30d\"") && question.body.contains("ip-dst|port"))
        let failure = scene.failure(try scene.feed("/", .good, ["kind": "misp-search"]))
        #expect(try #require(failure).contains("wants a key"))
    }

    @Test(
        "counts an attribute that is too large to be looked at as one of its page, so that the next page is asked for")
    func largeAttribute() throws {
        let tags = String(repeating: "0,", count: 300_000) + "0"
        let large = #"{"type": "ip-dst", "value": "203.0.113.1", "Tag": [\#(tags)]}"#
        let page = #"{"response": {"Attribute": [\#(large), {"type": "ip-dst", "value": "203.0.113.2"}]}}"#
        let (kept, count) = try MISPEventText.attributes(Array(page.utf8), named: "search")
        #expect(kept.map { $0["value"]?.text } == ["203.0.113.2"] && count == 2)
    }
}

@Suite("A folder of files")
struct FilesFeedTests {
    @Test("gives the newest that matches")
    func newest() throws {
        let scene = try FeedScene()
        for (name, text, age) in [
            ("c2-1.txt", "203.0.113.1\n", 20), ("c2-2.txt", "203.0.113.2\n", 10),
            ("other.txt", "203.0.113.3\n", 0), (".c2-3.txt", "203.0.113.4\n", 0),
        ] {
            try scene.server.serve(name, text)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: Double(1_700_000_000 - age))],
                ofItemAtPath: scene.server.folder.appendingPathComponent("files/\(name)").path)
        }
        let pattern = scene.server.folder.appendingPathComponent("files/c2-*.txt").path
        let feed = try FeedSettings(name: "ours", values: ["path": pattern]).feed()
        #expect(scene.update(feed) == .updated(entries: 1, former: nil))
        #expect(try scene.addresses() == ["203.0.113.2"])
        #expect(scene.update(feed) == .unchanged)
        let nothing = try FeedSettings(name: "ours", values: ["path": pattern + "x"]).feed()
        #expect(try #require(scene.failure(nothing)).contains("no file matches"))
        #expect(try scene.addresses() == ["203.0.113.2"])
    }
}

@Suite("Settings of feeds")
struct FeedSettingsTests {
    @Test("are read from a file, presets and all")
    func file() throws {
        let feeds = try FeedFile.read(
            Array(
                """
                {"feeds": {"feodo": {"preset": "feodo", "interval": "2h", "max-size": "1MiB"},
                "ours": {"url": "https://feeds.example/c2.csv", "class": "c2", "label": "Ours", "confidence": 80}}}
                """.utf8), path: "feeds.json")
        #expect(feeds.map(\.name) == ["feodo", "ours"] && feeds[0].interval == 7_200)
        #expect(feeds[0].http.maximumSize == 1_048_576 && feeds[0].reading == "feodo")
        #expect(feeds[1].reading == ",class=c2,label=Ours,confidence=80")
        #expect(feeds[0].staleAfter == 86_400)
    }

    @Test(
        "that say nothing are named",
        arguments: [
            ["urll": "https://a.example/"], ["url": "a.example"], ["preset": "nothing"], [:],
            ["url": "https://a.example/", "interval": "often"], ["url": "https://a.example/", "interval": "0"],
            ["url": "https://a.example/", "max-size": "-1"], ["url": "https://a.example/", "auth": "bearer"],
            ["url": "https://a.example/", "secret-file": "/x", "auth": "magic"], ["kind": "files"],
            ["url": "https://a.example/", "kind": "ftp"], ["url": "https://a.example/", "allow-http": "maybe"],
            ["url": "https://user:word@a.example/"], ["url": "https://a.example/", "interval": "99999999999999999d"],
        ] as [[String: String]])
    func problems(_ values: [String: String]) {
        #expect(throws: FeedError.self) { try FeedSettings(name: "ours", values: values).feed() }
    }

    @Test("have names that are names of folders", arguments: ["", ".", "..", "a/b", ".a", "a b", "ä"])
    func names(_ name: String) {
        #expect(!Feed.isName(name))
    }

    @Test(
        "in a file that is none are refused",
        arguments: [
            "", "[]", "{}", "{\"feeds\": []}", "{\"feeds\": {\"a\": 1}}", "{\"feeds\": {\"a\": {\"url\": {}}}}",
            "feeds:",
        ])
    func damaged(_ text: String) {
        #expect(throws: FeedError.self) { try FeedFile.read(Array(text.utf8), path: "feeds.json") }
    }

    @Test("of every preset make a feed over HTTPS, with terms", arguments: FeedPreset.all.map(\.name))
    func presets(_ name: String) throws {
        let preset = try #require(FeedPreset.named(name))
        let feed = try preset.feed()
        #expect(preset.address.hasPrefix("https://") && !preset.terms.isEmpty && preset.interval >= 3_600)
        let format = feed.reading.prefix { $0 != "," }
        #expect(format.isEmpty || ListFormat(rawValue: String(format)) != nil)
        #expect(FeedPreset.all.filter { $0.name == name }.count == 1)
    }

    @Test("and what was found are kept and read again")
    func state() {
        var state = FeedState()
        #expect(FeedState(Array(state.json.withoutNulls.text(depth: 1).utf8)) == state)
        state.entityTag = "\"tag\""
        state.entries = 12
        state.lastAttempt = Timestamp(parsing: "2026-11-29T12:00:00.123456Z")
        #expect(FeedState(Array(state.json.withoutNulls.text(depth: 1).utf8)) == state)
    }
}
