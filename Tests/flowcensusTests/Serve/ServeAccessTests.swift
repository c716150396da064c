import Foundation
import TestSupport
import Testing
import TrafficSimulation

@Suite("serve lets in", .serialized)
struct ServeAccessTests {
    private static let viewer = "viewers-token-0123456789"
    private static let analyst = "analysts-token-0123456789"

    /// A server with a token of each role.
    private static func server(_ options: [String] = []) throws -> ServeRun {
        let folder = try TemporaryFolder()
        try #require(SampleFiles.replay([SampleFiles.capture], store: folder.path("census.db")).status == 0)
        let tokens = try folder.file(
            "tokens", Array("# who\nviewer \(viewer) Vera\n\nanalyst \(analyst) Anna B\n".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: tokens)
        return try ServeRun(["--tokens", tokens] + options, in: folder)
    }

    private static let paths = [
        "/", "/readyz", "/metrics", "/api/v1/counts", "/api/v1/flows", "/api/v1/report", "/api/v1/coverage",
        "/api/v1/sources", "/api/v1/lists", "/api/v1/live", "/api/v1/openapi.json", "/nowhere",
    ]

    @Test("nobody without a token, but for a look whether it is alive")
    func withoutToken() throws {
        let server = try ServeRun()
        for path in Self.paths {
            #expect(try LoopbackClient.ask(server.port, path).status == 401, "\(path)")
        }
        let alive = try LoopbackClient.ask(server.port, "/healthz")
        #expect(alive.status == 200 && alive.bodyText == "ok\n")
    }

    @Test("whoever has the token: as a bearer, as a password, or by the address, which leaves a cookie")
    func ways() throws {
        let server = try ServeRun()
        let token = try #require(server.token)
        #expect(try server.ask("/readyz").status == 200)
        let password = Data("anybody:\(token)".utf8).base64EncodedString()
        #expect(
            try LoopbackClient.ask(server.port, "/readyz", headers: ["Authorization": "Basic \(password)"]).status
                == 200)
        let link = try LoopbackClient.ask(server.port, "/readyz?a=b&token=\(token)")
        #expect(link.status == 303 && link.headers["location"] == "/readyz?a=b")
        let cookie = try #require(link.headers["set-cookie"])
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains(token))
        let session = String(cookie.prefix { $0 != ";" })
        #expect(try LoopbackClient.ask(server.port, "/readyz", headers: ["Cookie": "a=b; \(session)"]).status == 200)
        #expect(try LoopbackClient.ask(server.port, "/readyz", headers: ["Cookie": session + "x"]).status == 401)
        let encoded = try LoopbackClient.ask(server.port, "/readyz?tok%65n=\(token)&c=d")
        #expect(encoded.status == 303 && encoded.headers["location"] == "/readyz?c=d")
        #expect(!server.command.errors.contains("?a=b&token=\(token)"))
        #expect(!server.command.errors.contains("%65n=\(token)"))
    }

    @Test("nobody with a wrong token, and nobody who tries many")
    func wrongToken() throws {
        let server = try ServeRun()
        let token = try #require(server.token)
        let wrong = [String(token.dropLast()), token + "x", "", " ", String(token.reversed()), token.uppercased()]
        for word in wrong { #expect(try server.ask("/readyz", token: word).status == 401) }
        var statuses: Set<Int> = []
        for _ in 0..<40 { statuses.insert(try server.ask("/readyz", token: "guess").status) }
        #expect(statuses == [401, 429])
        #expect(try server.ask("/readyz").status == 200)
    }

    @Test("nobody by a name that is not the server's")
    func host() throws {
        let server = try ServeRun(["--host", "census.example"])
        #expect(try server.ask("/readyz", host: "localhost:\(server.port)").status == 200)
        #expect(try server.ask("/readyz", host: "census.example").status == 200)
        for host in [
            "evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.2:\(server.port)", "[::1]:\(server.port)", "",
            "census.example.evil",
        ] {
            #expect(try server.ask("/readyz", host: host).status == 421, "\(host)")
            #expect(try server.ask("/healthz", host: host).status == 421, "\(host)")
        }
    }

    @Test("everybody with --no-token, which only loopback takes")
    func open() throws {
        let server = try ServeRun(["--no-token"])
        #expect(server.token == nil)
        #expect(try server.ask("/api/v1/counts").status == 200)
        let run = try CommandRun(["serve", "--listen", "0.0.0.0:0", "--no-token"])
        #expect(run.status == 2 && run.errors.contains("loopback"))
    }

    @Test("a viewer, who sees no address of a host")
    func viewer() throws {
        let server = try Self.server()
        let addresses = try Set(
            CommandRun(["export", "--store", server.store, "--by", "host"]).rows.compactMap { $0["host"] })
        try #require(addresses.count > 100)
        let targets =
            ["csv", "jsonl"].flatMap { format in
                ["counts?by=host", "counts?by=origin", "flows?", "coverage?", "sources?", "lists?"].map {
                    "\($0)&format=\(format)"
                }
            }
            + ["text", "json", "html"].flatMap { ["report?format=\($0)", "report?format=\($0)&hosts=pseudonym"] }
            + ["openapi.json"]
        for target in targets {
            let reply = try server.ask("/api/v1/\(target)", token: Self.viewer)
            #expect(reply.status == 200)
            let words = Set(reply.text.split { !$0.isHexDigit && $0 != "." && $0 != ":" }.map(String.init))
            #expect(words.isDisjoint(with: addresses), "\(target)")
            #expect(!reply.text.contains(server.folder.url.path), "\(target)")
        }
        let flows = try server.ask("/api/v1/flows?format=csv", token: Self.viewer).bodyText
        let own = try CommandRun(["flows", "--store", server.store])
        let names = Set(CSVRows.rows(flows).compactMap { $0["host"] })
        #expect(names.count == Set(own.rows.compactMap { $0["host"] }).count)
        #expect(names.allSatisfy { $0.hasPrefix("host-") })
    }

    @Test("a viewer, who cannot find out who a host is")
    func viewersChoice() throws {
        let server = try Self.server()
        for target in [
            "counts?by=host&host=10.0.0.0/8", "flows?host=10.20.30.40", "flows?host=10.20.30.40&host=::1",
            "report?hosts=show", "report?hosts=prefix",
        ] {
            let reply = try server.ask("/api/v1/\(target)", token: Self.viewer)
            #expect(reply.status == 403 && !reply.text.contains("10."))
            #expect(try server.ask("/api/v1/\(target)", token: Self.analyst).status == 200)
        }
        let refused = try server.ask("/api/v1/flows?origin=10.20.30.400", token: Self.viewer)
        #expect(refused.status == 400 && !refused.text.contains("10.20"))
        let tag = try #require(server.ask("/api/v1/counts?by=host", token: Self.analyst).headers["etag"])
        let reply = try server.ask("/api/v1/counts?by=host", token: Self.viewer, headers: ["If-None-Match": tag])
        #expect(reply.status == 200)
    }

    @Test("whom a proxy names, and whom anybody else names not")
    func proxy() throws {
        let trusted = try Self.server(["--role-header", "X-Role", "--proxies", "127.0.0.1"])
        #expect(try LoopbackClient.ask(trusted.port, "/readyz", headers: ["X-Role": "viewer Vera"]).status == 200)
        #expect(try LoopbackClient.ask(trusted.port, "/readyz", headers: ["X-Role": "root"]).status == 401)
        #expect(
            try LoopbackClient.ask(trusted.port, "/api/v1/flows?host=::1", headers: ["X-Role": "viewer"]).status == 403)
        let others = try Self.server(["--role-header", "X-Role", "--proxies", "192.0.2.1"])
        #expect(try LoopbackClient.ask(others.port, "/readyz", headers: ["X-Role": "analyst"]).status == 401)
    }

    @Test("by tokens that are read again on HUP, and a file that cannot be read changes nothing")
    func rereadTokens() throws {
        let run = try Self.server()
        #expect(try run.ask("/api/v1/counts", token: Self.analyst).status == 200)
        let path = run.folder.path("tokens")
        let other = String(Self.analyst.reversed())
        try Data("analyst \(other) New\n".utf8).write(to: URL(fileURLWithPath: path))
        run.command.signal(SIGHUP)
        try run.command.waitForErrors("inventory were read again")
        #expect(try run.ask("/api/v1/counts", token: Self.analyst).status == 401)
        #expect(try run.ask("/api/v1/counts", token: other).status == 200)
        try Data("analyst short\n".utf8).write(to: URL(fileURLWithPath: path))
        run.command.signal(SIGHUP)
        try run.command.waitForErrors("the files were not read again")
        #expect(try run.ask("/api/v1/counts", token: other).status == 200)
    }

    @Test(
        "nobody where the file of tokens is no such file",
        arguments: [
            ("viewer short", "16 characters"), ("admin 0123456789012345", "not a role"),
            ("# nothing", "holds no token"),
            ("viewer sha256:12", "64 hexadecimal"),
        ])
    func tokenFiles(text: String, words: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("tokens", Array(text.utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let run = try CommandRun(["serve", "--store", folder.path("c.db"), "--listen", "127.0.0.1:0", "--tokens", file])
        #expect(run.status == 1 && run.errors.contains(words))
    }

    @Test("nobody who climbs out of the paths that there are")
    func paths() throws {
        let server = try ServeRun()
        let paths = [
            "/../etc/passwd", "/api/v1/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/static/../x",
            "/api/v1/counts/", "/api/v1/counts%2f", "/API/v1/counts", "/api/v1/counts;x", "/api/v1//counts",
            "/api/v2/counts",
        ]
        for path in paths { #expect(try server.ask(path).status == 404, "\(path)") }
        #expect(try server.ask("/api/v1/counts", method: "DELETE").status == 405)
    }

    @Test("who sends anything at all, without an end to it")
    func anything() throws {
        let server = try ServeRun()
        var generator = SeededGenerator(test: "requests")
        for _ in 0..<200 {
            let client = try LoopbackClient(port: server.port)
            let length = Int.random(in: 0..<200, using: &generator)
            let noise = (0..<length).map { _ in Character(Unicode.Scalar(UInt8.random(in: 0...127, using: &generator)))
            }
            client.send(
                "GET /api/v1/flows?" + String(noise) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            client.send("\r\n\r\n")
            let reply = try HTTPReply(client.receiveAll())
            #expect((400..<500).contains(reply.status))
        }
        #expect(try server.ask("/readyz").status == 200)
    }
}
