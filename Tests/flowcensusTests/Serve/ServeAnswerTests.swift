import Foundation
import HourlyRollup
import TestSupport
import Testing

@Suite("serve answers", .serialized)
struct ServeAnswerTests {
    @Test("are others after every commit, and not only after the first")
    func commits() throws {
        let server = try ServeRun()
        var tags: Set<String> = []
        for number: UInt32 in 0..<4 {
            let reply = try server.ask("/api/v1/sources")
            _ = try server.ask("/origins")
            #expect(reply.bodyText.split(separator: "\n").count == Int(number) + 1)
            tags.insert(reply.headers["etag"] ?? "")
            let capture = try server.folder.file("\(number).pcap", FloodCapture.bytes(number * 10..<number * 10 + 10))
            let list = try server.folder.file("flood.txt", Array(FloodCapture.list.utf8))
            try #require(CommandRun(["replay", capture, "--watchlist", list, "--store", server.store]).status == 0)
        }
        #expect(tags.count == 4)
    }

    private static let selections: [[String]] = [
        [], ["--from=2013-05-31T23:00:00Z"], ["--to=2013-05-31T23:00:00Z"], ["--class=c2,backdoor"],
        ["--origin=192.0.2.0/24"], ["--host=10.0.0.0/8"], ["--port=443,80"],
        ["--label=ExampleBot", "--label=examplerat"],
        ["--label="], ["--one-way"], ["--min-grade=exchanged"],
    ]

    @Test("with the bytes of export, for every grouping and filter")
    func counts() throws {
        let server = try ServeRun()
        for (number, grouping) in Grouping.allCases.enumerated() {
            for (place, selection) in Self.selections.enumerated() {
                let format = (number + place).isMultiple(of: 2) ? "csv" : "jsonl"
                let options = ["--by=\(grouping.rawValue)", "--format=\(format)"] + selection
                let run = try CommandRun(["export", "--store", server.store] + ServeRun.words(options))
                let reply = try server.ask(ServeRun.target("counts", options))
                #expect(reply.status == 200 && run.status == 0)
                #expect(reply.bodyText == run.output, "\(options)")
            }
        }
    }

    @Test("with the bytes of flows and report")
    func flowsAndReport() throws {
        let server = try ServeRun()
        for options in Self.selections + [["--grade=intruded,served"]] {
            let run = try CommandRun(["flows", "--store", server.store, "--format=jsonl"] + ServeRun.words(options))
            #expect(try server.ask(ServeRun.target("flows", options)).bodyText == run.output, "\(options)")
        }
        for format in ["text", "json", "html"] {
            for options in [
                ["--period=2013-05"], ["--from=2013-05-31T23"], ["--min-grade=exchanged"], ["--one-way"],
                ["--hosts=show"], ["--hosts=prefix", "--period=2013-05"],
            ] {
                let options = options + ["--format=\(format)"]
                let run = try CommandRun(["report", "--store", server.store] + ServeRun.words(options))
                #expect(try server.ask(ServeRun.target("report", options)).bodyText == run.output, "\(options)")
            }
        }
    }

    @Test("with the pseudonyms of report where they are made from the same key")
    func pseudonyms() throws {
        let folder = try TemporaryFolder()
        let key = try folder.file("key", Array("0123456789abcdef0123456789abcdef".utf8))
        let server = try ServeRun(["--key", key])
        let run = try CommandRun(["report", "--store", server.store, "--hosts", "pseudonym", "--key", key])
        #expect(run.output.contains("host-"))
        #expect(try server.ask("/api/v1/report?format=text&hosts=pseudonym").bodyText == run.output)
    }

    @Test("that leave what an earlier one says of styles to that one, where they say that it holds")
    func unchangedStyles() throws {
        let server = try ServeRun()
        let first = try server.ask("/api/v1/report?format=html")
        #expect(first.headers["content-security-policy"]?.contains("style-src 'sha256-") == true)
        let again = try server.ask(
            "/api/v1/report?format=html", headers: ["If-None-Match": first.headers["etag"] ?? ""])
        #expect(again.status == 304 && again.headers["content-security-policy"] == nil)
    }

    @Test("with what export says of rows that outlived their flows, and of those that did not")
    func keptCounts() throws {
        let server = try ServeRun()
        #expect(try server.ask("/api/v1/counts").headers["flowcensus-remark"] == nil)
        let pruned = try CommandRun([
            "store", "prune", "--before", "2013-05-31T23", "--keep-counts", "--yes", "--store", server.store,
        ])
        try #require(pruned.status == 0)
        for options in [[], ["--by=total"], ["--by=hour"]] {
            let run = try CommandRun(["export", "--store", server.store] + options)
            // Once as it is made, and once as it is kept.
            for _ in 0..<2 {
                let reply = try server.ask(ServeRun.target("counts", options + ["--format=csv"]))
                #expect(reply.bodyText == run.output)
                let remark = try #require(reply.headers["flowcensus-remark"])
                #expect(run.errors.contains(remark) && remark.contains("of 1 hours from"))
            }
        }
        for path in ["/origins", "/hosts", "/countries/US"] {
            #expect(try server.ask(path).bodyText.contains("The flows of 1 hours from 2013-05-31T22:00:00Z"), "\(path)")
        }
    }

    @Test("with JSON Lines where no format is named")
    func standardFormat() throws {
        let server = try ServeRun()
        let run = try CommandRun(["export", "--store", server.store, "--format", "jsonl"])
        let reply = try server.ask("/api/v1/counts")
        #expect(reply.bodyText == run.output)
        #expect(reply.headers["content-type"] == "application/jsonl; charset=utf-8")
    }

    @Test("with countries, where it has a file of them")
    func countries() throws {
        let folder = try TemporaryFolder()
        let key = folder.path("census.db")
        try #require(SampleFiles.replay([SampleFiles.capture], store: key).status == 0)
        let geo = try folder.file("geo.mmdb", OriginFacts.bytes)
        let server = try ServeRun(["--geo", geo], in: folder)
        for options in [["--by=country"], ["--by=origin", "--country=US,unknown"]] {
            let run = try CommandRun(["export", "--store", key, "--geo", geo, "--format=jsonl"] + options)
            #expect(try server.ask(ServeRun.target("counts", options)).bodyText == run.output)
        }
    }

    @Test("with coverage, sources and lists")
    func others() throws {
        let server = try ServeRun()
        let coverage = try server.ask("/api/v1/coverage?format=csv").bodyText
        #expect(coverage.hasPrefix("hour,unit,exporter,measure,reason,count\n"))
        #expect(coverage.contains("2013-05-31T22:00:00Z,packets,,not_ip,arp,5\n"))
        #expect(try server.ask("/api/v1/sources").bodyText.contains("\"packets\":3634"))
        #expect(try server.ask("/api/v1/lists").bodyText.contains("\"entries\":8"))
    }

    @Test("with the age of a list that a feed brings, and say where it is stale", arguments: [60, 4_000_000_000])
    func ages(staleAfter: Int) throws {
        let folder = try TemporaryFolder()
        let digest = try BackgroundCommand(["sha256sum", SampleFiles.watchlist]).finish().prefix(12)
        let version = "versions/20130101T000000Z-\(digest)"
        try FileManager.default.createDirectory(
            atPath: folder.path("feeds/good/versions"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: SampleFiles.watchlist, toPath: folder.path("feeds/good/\(version)"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("feeds/good/current"), withDestinationPath: version)
        let facts = "{\"confirmed\": \"2020-01-01T00:00:00Z\", \"stale_after\": \(staleAfter)}"
        _ = try folder.file("feeds/good/list.json", facts.utf8)
        let counted = try CommandRun(
            [
                "replay", SampleFiles.capture, "--watchlist", folder.path("feeds/good"), "--store",
                folder.path("census.db"),
            ])
        try #require(counted.status == 0)
        let server = try ServeRun(in: folder)
        let state = staleAfter == 60 ? "stale" : "fresh"
        let lists = try server.ask("/api/v1/lists").bodyText
        #expect(
            lists.contains("\"confirmed_at\":\"2020-01-01T00:00:00") && lists.contains("\"state\":\"\(state)\""),
            "\(lists)")
        for path in ["/", "/coverage", "/lists"] {
            let page = try server.ask(path).bodyText
            #expect(page.contains("confirmed"), "\(path)")
            #expect(page.contains("Stale lists") == (state == "stale"), "\(path)")
        }
    }

    @Test("of a page are the newest after a commit")
    func pages() throws {
        let server = try ServeRun()
        let list = try server.folder.file("flood.txt", Array(FloodCapture.list.utf8))
        var tags: Set<String> = []
        for number: UInt32 in 0..<3 {
            for headers in [[:], ["Cache-Control": "no-cache"]] {
                let reply = try server.ask("/coverage", headers: headers)
                #expect(reply.bodyText.matches(of: /capture-[0-9]\.pcap/).count == Int(number))
                tags.insert(reply.headers["etag"] ?? "")
            }
            let capture = try server.folder.file(
                "capture-\(number).pcap", FloodCapture.bytes(number * 10..<number * 10 + 10))
            try #require(CommandRun(["replay", capture, "--watchlist", list, "--store", server.store]).status == 0)
        }
        #expect(tags.count == 3)
    }

    @Test("the same until something is committed, and says when that is")
    func tags() throws {
        let server = try ServeRun()
        let first = try server.ask("/api/v1/counts?by=host")
        let tag = try #require(first.headers["etag"])
        let again = try server.ask("/api/v1/counts?by=host", headers: ["If-None-Match": tag])
        #expect(again.status == 304 && again.body.isEmpty)
        #expect(try server.ask("/api/v1/counts?by=origin", headers: ["If-None-Match": tag]).status == 200)
        let live = try LoopbackClient(port: server.port)
        let token = try #require(server.token)
        live.send(
            "GET /api/v1/live HTTP/1.1\r\nHost: localhost:\(server.port)\r\nAuthorization: Bearer \(token)\r\n\r\n")
        #expect(live.receive(until: "event: hello").contains("text/event-stream"))
        let more = try server.folder.file("more.pcap", FloodCapture.bytes(0..<10))
        let list = try server.folder.file("more.txt", Array(FloodCapture.list.utf8))
        #expect(try CommandRun(["replay", more, "--watchlist", list, "--store", server.store]).status == 0)
        #expect(live.receive(until: "event: commit").contains("event: commit"))
        let changed = try server.ask("/api/v1/counts?by=host", headers: ["If-None-Match": tag])
        #expect(changed.status == 200)
        let run = try CommandRun(["export", "--store", server.store, "--by", "host", "--format", "jsonl"])
        #expect(changed.bodyText == run.output)
    }

    @Test("HEAD as GET, without the body")
    func head() throws {
        let server = try ServeRun()
        let get = try server.ask("/api/v1/report")
        let head = try server.ask("/api/v1/report", method: "HEAD")
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.headers == get.headers)
    }

    @Test(
        "400 with a sentence and the parameter to blame",
        arguments: [
            ("counts?by=nobody", "by"), ("counts?frog=1", "frog"), ("counts?by=host&by=host", "by"),
            ("counts?store=/etc/passwd", "store"), ("counts?output=/tmp/x", "output"),
            ("counts?geo=/etc/passwd", "geo"),
            ("counts?config=x", "config"), ("counts?one-way=perhaps", "one-way"), ("flows?port=70000", "port"),
            ("flows?origin=nowhere", "origin"), ("report?period=2013-13", "period"), ("lists?by=host", "by"),
            ("counts?country=US", "country"), ("counts?--by=host", "--by"), ("counts?help=", "help"),
            ("counts?from=@99999999999999999999", "from"),
        ])
    func problems(target: String, parameter: String) throws {
        let server = try ServeRun(["--no-token"])
        let reply = try server.ask("/api/v1/\(target)")
        #expect(reply.status == 400)
        let problem = try #require(try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
        #expect(problem["parameter"] as? String == parameter)
        #expect((problem["error"] as? String)?.isEmpty == false)
    }

    @Test("a description of itself that names every request and parameter")
    func openAPI() throws {
        let server = try ServeRun()
        let document = try JSONSerialization.jsonObject(with: Data(server.ask("/api/v1/openapi.json").body))
        let paths = try #require((document as? [String: Any])?["paths"] as? [String: [String: [String: Any]]])
        #expect(
            Set(paths.keys).isSuperset(
                of: ["counts", "flows", "report", "coverage", "sources", "lists"].map { "/api/v1/\($0)" }))
        let parameters = try #require(paths["/api/v1/counts"]?["get"]?["parameters"] as? [[String: Any]])
        let names = parameters.compactMap { $0["name"] as? String }
        #expect(
            Set(names) == [
                "from", "to", "format", "one-way", "by", "min-grade", "origin", "host", "port", "class", "label",
                "country",
            ])
    }
}
