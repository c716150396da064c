import Foundation
import TestSupport
import Testing

@Suite("flowcensus feeds")
struct FeedsCommandTests {
    private let server: HostileServer
    private let folder: TemporaryFolder

    init() throws {
        (server, folder) = (try HostileServer(), try TemporaryFolder())
    }

    /// A file of feeds by name, each with a path of the server.
    private func file(_ feeds: KeyValuePairs<String, String>) throws -> String {
        let members = feeds.map {
            "\"\($0)\": {\"url\": \"\(server.address($1))\", \"ca-file\": \"\(server.authority)\", \"proxy\": \"\"}"
        }
        return try folder.file("feeds.json", "{\"feeds\": {\(members.joined(separator: ","))}}".utf8)
    }

    private func feeds(_ arguments: [String]) throws -> CommandRun {
        try CommandRun(["feeds"] + arguments, in: folder.url)
    }

    @Test("fetches what a file names, says what failed, and lists by folder are counted by")
    func update() throws {
        try server.serve("c2.csv", try String(contentsOfFile: SampleFiles.watchlist, encoding: .utf8))
        let file = try file(["good": "/files/c2.csv", "bad": "/status/503"])
        let run = try feeds(["update", "--feeds", file])
        #expect(run.status == 3, "\(run.errors)")
        #expect(run.errors.contains("good: ") && run.errors.contains("the first version"))
        #expect(run.errors.contains("out of order") && run.errors.contains("there is no version to use"))
        let again = try feeds(["update", "--feeds", file])
        #expect(again.status == 0 && again.errors.contains("good: not due yet"))
        #expect(try feeds(["update", "bad", "--feeds", file]).status == 1)
        #expect(try server.requests.count == 3)

        let golden = try Repository.text("Samples/hourly-counts.csv")
        let replay = try CommandRun(
            ["replay", SampleFiles.capture, "--watchlist", "feeds/good", "--store", ":memory:"], in: folder.url)
        #expect(replay.output == golden, "\(replay.errors)")
        #expect(replay.errors.contains("confirmed at 20"), "\(replay.errors)")
        let counted = try CommandRun(
            ["replay", SampleFiles.capture, "--watchlist", "feeds/good", "--store", "census.db"], in: folder.url)
        #expect(counted.status == 0, "\(counted.errors)")
        let information = try CommandRun(["store", "info"], in: folder.url).output
        #expect(information.contains("    feeds/good: ") && information.contains(", confirmed 20"), "\(information)")
        let json = try CommandRun(["store", "info", "--format", "json"], in: folder.url).output
        #expect(json.contains("\"age_seconds\" : ") && json.contains("\"stale\" : false"), "\(json)")
        let export = try CommandRun(["export"], in: folder.url)
        #expect(
            export.output == golden && export.errors.contains("counted with feeds/good, confirmed 20"),
            "\(export.errors)")
        let report = try CommandRun(["report"], in: folder.url).output
        #expect(report.contains(", confirmed") && !report.contains("Stale lists"), "\(report)")
        let facts = "{\"confirmed\": \"2020-01-01T00:00:00Z\", \"stale_after\": 86400}"
        _ = try folder.file("feeds/good/list.json", facts.utf8)
        let stale = try CommandRun(
            ["replay", SampleFiles.capture, "--watchlist", "feeds/good", "--store", ":memory:"], in: folder.url)
        #expect(stale.output == golden && stale.errors.contains("feeds/good: stale: "), "\(stale.errors)")
        let old = try CommandRun(["report"], in: folder.url)
        #expect(
            old.output.contains("Stale lists were counted with") && old.output.contains("feeds/good ("), "\(old.output)"
        )
        #expect(old.errors.contains("counted with feeds/good, confirmed 2020-01-01") && old.errors.contains(", stale"))
        let document = try CommandRun(["report", "--format", "json"], in: folder.url).output
        #expect(document.contains("\"stale\":true"), "\(document)")
        let exportOfOld = try CommandRun(["export"], in: folder.url)
        #expect(exportOfOld.output == golden && exportOfOld.errors.contains(", stale"), "\(exportOfOld.errors)")
    }

    @Test("shows how old lists are, as text and as JSON")
    func status() throws {
        try server.serve("c2.txt", "203.0.113.1\n")
        let file = try file(["good": "/files/c2.txt", "bad": "/status/503"])
        #expect(try feeds(["status"]).output.contains("holds no feed"))
        _ = try feeds(["update", "--feeds", file])
        let text = try feeds(["status", "--feeds", file]).output
        #expect(text.contains("good: fresh") && text.contains("bad: no version"), "\(text)")
        #expect(text.contains("entries: 1") && text.contains("last error: ") && text.contains("next due: "))
        let json = try feeds(["status", "--json"])
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: [[String: Any]]]
        let good = try #require(object?["feeds"]?.first { $0["name"] as? String == "good" })
        #expect(good["entries"] as? Int == 1 && good["stale"] as? Bool == false && good["age_seconds"] as? Int != nil)
    }

    @Test("are described in the configuration, which is checked")
    func configuration() throws {
        try server.serve("c2.txt", "203.0.113.1\n")
        let sound = try folder.file(
            "flowcensus.yaml",
            """
            feeds update:
              folder: lists
            feeds:
              good:
                url: \(server.address("/files/c2.txt"))
                ca-file: \(server.authority)
                proxy: ""
            """.utf8)
        #expect(try CommandRun(["config", "check", "--config", sound], in: folder.url).status == 0)
        let run = try feeds(["update", "--config", sound])
        #expect(
            run.status == 0 && FileManager.default.fileExists(atPath: folder.path("lists/good/current")),
            "\(run.errors)")
        let broken = try folder.file(
            "broken.yaml", "feeds:\n  good:\n    prset: feodo\n  other:\n    preset: nothing\n  list: [1]\n".utf8)
        let check = try CommandRun(["config", "check", "--config", broken], in: folder.url)
        #expect(
            check.status == 1
                && check.output == """
                    \(broken):3: feeds: good: 'prset' is not a setting. Did you mean 'preset'?
                    \(broken):4: feeds: other: there is no preset 'nothing'
                    \(broken):6: feeds: list: is made of settings, such as 'preset: feodo' or 'url: https://…'

                    """,
            "\(check.output)")
        #expect(try feeds(["update", "--config", broken]).status != 0)
    }

    @Test("fetches nothing that is not named")
    func nothing() throws {
        let run = try feeds(["update"])
        #expect(run.status == 1 && run.errors.contains("nothing is fetched that is not named"), "\(run.errors)")
        #expect(try feeds(["update", "no-such-feed"]).errors.contains("no preset of that name"))
        let presets = try feeds(["presets"])
        #expect(presets.status == 0 && presets.output.contains("feodo: ") && presets.output.contains("terms: abuse.ch"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
        #expect(try server.requests.isEmpty)
    }
}
