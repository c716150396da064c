import Foundation
import TestSupport
import Testing

@Suite("The dashboard", .serialized)
struct DashboardTests {
    private static let paths = [
        "/", "/origins", "/hosts", "/countries", "/events", "/coverage", "/lists", "/origins/203.0.113.10",
        "/origins/2001:db8:bad::7", "/countries/US", "/hosts/10.20.0.1", "/?from=2013-05-31T23:00:00Z",
        "/origins?from=2013-05-31&to=2013-06-01",
    ]

    @Test("has pages that load nothing from elsewhere and have no script or style in them", arguments: paths)
    func pages(path: String) throws {
        let server = try ServeRun()
        let reply = try server.ask(path)
        #expect(reply.status == 200)
        #expect(reply.headers["content-type"] == "text/html; charset=utf-8")
        #expect(reply.headers["content-security-policy"]?.contains("unsafe") == false)
        #expect(
            !reply.bodyText.contains("<style") && !reply.bodyText.contains(" style=")
                && !reply.bodyText.contains("onclick"))
        let loaded = reply.bodyText.matches(of: /(?:src|href)="([^"]*)"/).map { String($0.1) }
        #expect(loaded.allSatisfy { $0.hasPrefix("/") || $0.hasPrefix("#") || $0 == "data:," })
        for file in loaded where file.hasPrefix("/static/") { #expect(try server.ask(file).status == 200) }
        let again = try server.ask(path, headers: ["If-None-Match": reply.headers["etag"] ?? ""])
        #expect(again.status == 304)
    }

    @Test("has links that lead somewhere, its downloads among them")
    func links() throws {
        let server = try ServeRun()
        var (open, seen) = (["/"], Set<String>())
        while let path = open.popLast(), seen.count < 200 {
            guard seen.insert(path).inserted else { continue }
            let reply = try server.ask(path)
            #expect(reply.status == 200, "\(path)")
            guard reply.headers["content-type"]?.hasPrefix("text/html") == true else { continue }
            let links = reply.bodyText.matches(of: /href="(\/[^"]*)"/).map {
                String($0.1).replacing("&amp;", with: "&")
            }
            open += links.filter { !seen.contains($0) }
        }
        #expect(seen.contains { $0.hasPrefix("/hosts/") } && seen.contains { $0.hasPrefix("/api/v1/flows?") })
    }

    @Test("shows the figures of the report")
    func figures() throws {
        let server = try ServeRun()
        let report = try server.ask("/api/v1/report").bodyText
        let statement = try #require(report.firstMatch(of: /"statement": *"([^"]*)"/)?.1)
        #expect(try server.ask("/").bodyText.contains(statement))
    }

    @Test("says 400 to what is not a period, and 404 where there is nothing")
    func refusals() throws {
        let server = try ServeRun()
        for path in ["/?from=frog", "/?from=2013-06-01&to=2013-05-01", "/origins?by=host"] {
            #expect(try server.ask(path).status == 400)
        }
        for path in [
            "/origins/frog", "/origins/", "/countries/USA", "/hosts/1.2.3.4.5", "/hosts/a/b", "/static/",
            "/static/page.mustache",
            "/frog",
        ] {
            #expect(try server.ask(path).status == 404, "\(path)")
        }
    }

    @Test("shows a viewer no address of a host, and knows a host by its pseudonym")
    func viewer() throws {
        let folder = try TemporaryFolder()
        try #require(SampleFiles.replay([SampleFiles.capture], store: folder.path("census.db")).status == 0)
        try #require(Self.watch(folder.path("census.db")).contains("host_affected"))
        let tokens = try folder.file("tokens", Array("viewer 0123456789abcdef".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: tokens)
        let server = try ServeRun(["--tokens", tokens], in: folder)
        let addresses = try Set(
            CommandRun(["export", "--store", server.store, "--by", "host"]).rows.compactMap { $0["host"] })
        let hosts = try server.ask("/hosts", token: "0123456789abcdef").bodyText
        let pseudonym = try #require(hosts.firstMatch(of: /href="(\/hosts\/host-[0-9a-f]+)"/)?.1)
        for path in Self.paths.filter({ !$0.hasPrefix("/hosts/") }) + [String(pseudonym)] {
            let reply = try server.ask(path, token: "0123456789abcdef")
            #expect(reply.status == 200, "\(path)")
            let words = Set(reply.text.split { !$0.isHexDigit && $0 != "." && $0 != ":" }.map(String.init))
            #expect(words.isDisjoint(with: addresses), "\(path)")
        }
        #expect(try server.ask("/hosts/10.20.0.1", token: "0123456789abcdef").status == 404)
    }

    /// Notes the events of a store, and returns them as they are told.
    private static func watch(_ store: String) throws -> String {
        try CommandRun(["watch", "--once", "--from", "2013-05-31", "--store", store]).output
    }

    @Test("shows the events that were noted, the newest first, and hands them out in their order")
    func events() throws {
        let server = try ServeRun()
        #expect(try server.ask("/events").bodyText.contains("Nothing in this period"))
        let told = try Self.watch(server.store).split(separator: "\n").map(String.init)
        let messages = told.compactMap { $0.firstMatch(of: /"message":"([^"]*)"/).map { String($0.1) } }
        #expect(messages.count > 20)
        let rows = try server.ask("/api/v1/events").bodyText.split(separator: "\n")
        #expect(rows.compactMap { $0.firstMatch(of: /"message":"([^"]*)"/).map { String($0.1) } } == messages)
        let page = try server.ask("/events").bodyText
        let (first, last) = (try #require(messages.first), try #require(messages.last))
        let places = try [last, first].map { try #require(page.range(of: ">\($0)<")?.lowerBound) }
        #expect(places[0] < places[1])
        #expect(try server.ask("/events?to=2013-05-01").bodyText.contains("Nothing in this period"))
    }

    @Test("names what hosts and origins have to do with one another")
    func neighbours() throws {
        let server = try ServeRun()
        let host = try server.ask("/hosts/10.20.0.1").bodyText
        let others = try #require(host.range(of: "Other hosts of its origins")?.upperBound)
        #expect(host[others...].contains("/hosts/10.20.0.2"))
        let rows = try CommandRun(["export", "--store", server.store, "--by", "origin", "--host", "10.80.0.1"]).rows
        let origins = rows.compactMap { $0["origin"] }
        try #require(origins.count > 1)
        let origin = try server.ask("/origins/\(origins[0])").bodyText
        let neighbours = try #require(origin.range(of: "Other origins of its hosts")?.upperBound)
        #expect(origin[neighbours...].contains("/origins/\(origins[1])"))
    }

    @Test("escapes what a list calls an origin")
    func hostileLabels() throws {
        let folder = try TemporaryFolder()
        let label = "<script>alert(1)</script>\"'&\u{301}"
        let list = try folder.file(
            "list.csv", Array("203.0.113.10,,,c2,\"\(label.replacing("\"", with: "\"\""))\"\n".utf8))
        let run = try CommandRun([
            "replay", SampleFiles.capture, "--watchlist", list, "--store", folder.path("census.db"),
        ])
        try #require(run.status == 0, "\(run.errors)")
        let server = try ServeRun(in: folder)
        for path in ["/", "/origins", "/hosts", "/origins/203.0.113.10"] {
            let text = try server.ask(path).bodyText
            #expect(!text.contains("<script>alert") && text.contains("&lt;script"), "\(path)")
        }
    }

    private static let look = Repository.path("Tests/Browser/look")

    /// What the browser says, a line each; `nil` where there is none, which is said loudly.
    private func look(_ server: ServeRun, _ paths: [String]) throws -> [String]? {
        guard Browser() != nil else { return nil }
        let command = try BackgroundCommand(
            ["python3", Self.look] + WebTools.axe
                + ["--", "http://127.0.0.1:\(server.port)", try #require(server.token)] + paths)
        return try command.finish().split(separator: "\n").map(String.init)
    }

    @Test("fits a phone, a desk, a wall and paper, light and dark, is accessible, and says nothing on the console")
    func browser() throws {
        let server = try ServeRun()
        _ = try Self.watch(server.store)
        let paths = [
            "/", "/origins", "/hosts", "/countries", "/events", "/coverage", "/lists", "/origins/203.0.113.10",
            "/hosts/10.20.0.1", "/api/v1/report?format=html&hosts=show",
        ]
        guard let lines = try look(server, paths) else { return }
        #expect(lines == ["looked at \(paths.count * 6) pages"])
    }

    @Test("is looked at by what finds a page that does not fit")
    func browserFinds() throws {
        let server = try ServeRun()
        guard let lines = try look(server, ["/api/v1/report?format=text", "/origins?frog=1"]) else { return }
        #expect(lines.contains { $0.hasPrefix("/origins?frog=1 at 390, light: 400 for") })
        guard !WebTools.axe.isEmpty else { return }
        // A browser shows plain text as a page without a title.
        #expect(lines.contains { $0.contains("axe document-title") })
    }

    @Test("is brought up to date in a browser once something is committed")
    func liveUpdate() throws {
        guard Browser() != nil else { return }
        let server = try ServeRun()
        let command = try BackgroundCommand(
            [
                "sh", "-c", "exec \"$@\" >&2", "sh", "python3", Self.look, "--until-text", "--",
                "http://127.0.0.1:\(server.port)",
                try #require(server.token), "/lists", "flood.txt",
            ])
        try command.waitForErrors("open")
        let more = try server.folder.file("more.pcap", FloodCapture.bytes(0..<10))
        let list = try server.folder.file("flood.txt", Array(FloodCapture.list.utf8))
        try #require(CommandRun(["replay", more, "--watchlist", list, "--store", server.store]).status == 0)
        #expect(try command.finish().contains("seen"))
    }
}
