import Foundation
import HTTPClient
import TestSupport
import Testing

/// One server for all tests that only ask.
enum Servers {
    static let shared = Result { try HostileServer() }
}

@Suite("A client of HTTP")
struct HTTPClientTests {
    private let server: HostileServer

    init() throws {
        server = try Servers.shared.get()
    }

    private func request(
        _ path: String, _ certificate: HostileServer.Certificate = .good,
        _ change: (inout HTTPSettings) -> Void = { _ in }
    ) throws -> HTTPRequest {
        var request = HTTPRequest(try HTTPAddress(server.address(path, certificate)))
        request.settings.certificateFile = server.authority
        request.settings.proxy = ""
        change(&request.settings)
        return request
    }

    private func body(_ request: HTTPRequest) throws -> String {
        let client = try HTTPClient()
        return String(decoding: try client.send(request).body, as: UTF8.self)
    }

    /// Why a request fails; `nil` when it does not.
    private func problem(_ request: HTTPRequest) throws -> HTTPError.Problem? {
        do {
            _ = try body(request)
            return nil
        } catch let error as HTTPError {
            return error.problem
        }
    }

    @Test("hands on a body, and says what the server says of it")
    func plain() throws {
        try server.serve("plain.txt", "192.0.2.1\n")
        let client = try HTTPClient()
        let (response, body) = try client.send(request("/files/plain.txt"))
        #expect(response.status == 200 && String(decoding: body, as: UTF8.self) == "192.0.2.1\n")
        #expect(response.bodyBytes == 10 && response.receivedBytes == 10)
        let tag = try #require(response.headers["etag"])
        var second = try request("/files/plain.txt")
        second.headers = [HTTPHeader("If-None-Match", tag)]
        #expect(try client.send(second).response.status == 304)
    }

    @Test("unpacks gzip, and counts the bytes of both")
    func packed() throws {
        let text = String(repeating: "192.0.2.1\n", count: 1_000)
        try server.serve("long.txt", text)
        let (response, body) = try HTTPClient().send(request("/packed/long.txt"))
        #expect(String(decoding: body, as: UTF8.self) == text)
        #expect(response.bodyBytes == 10_000 && response.receivedBytes < 1_000)
    }

    @Test("posts a body, an empty one too")
    func post() throws {
        var request = try request("/echo")
        request.method = .post(Array("question".utf8), contentType: "text/plain")
        #expect(try body(request).hasSuffix("}question"))
        request.method = .post([], contentType: "text/plain")
        #expect(try body(request).contains(#""content-length": "0""#))
    }

    @Test("posts the pieces of a body one behind another, however long they are")
    func pieces() throws {
        let lengths = [3, 0, 700_001, 1, 262_144]
        let bodies = lengths.enumerated().map { place, length in
            [UInt8](repeating: UInt8(ascii: "a") + UInt8(place), count: length)
        }
        var request = try request("/echo")
        request.method = .post(pieces: bodies.map { $0[...] }, contentType: "text/plain")
        let answer = try body(request)
        #expect(answer.contains(#""content-length": "\#(lengths.reduce(0, +))""#))
        #expect(answer.hasSuffix("}" + String(decoding: bodies.flatMap(\.self), as: UTF8.self)))
    }

    @Test("shows secrets in headers, and in nothing else")
    func credentials() throws {
        for (scheme, header) in [
            (HTTPCredentials.Scheme.bearer, #""authorization": "Bearer a:b""#),
            (.basic, #""authorization": "Basic YTpi""#), (.header("Auth-Key"), #""auth-key": "a:b""#),
        ] {
            var request = try request("/echo")
            request.credentials = HTTPCredentials(scheme, secret: "a:b")
            #expect(try body(request).contains(header))
            var dumped = ""
            dump(request, to: &dumped)
            #expect(!"\(request) \(dumped)".contains("a:b") && !"\(request) \(dumped)".contains("YTpi"))
        }
        #expect(HTTPCredentials(.bearer, secret: "a\r\nX: b") == nil)
        #expect(HTTPCredentials(.basic, secret: "no colon") == nil)
        #expect(HTTPCredentials.Scheme("header:Auth Key") == nil)
    }

    @Test("leaves the body of what is no success", arguments: [404, 429, 500, 503])
    func status(_ status: Int) throws {
        let (response, body) = try HTTPClient().send(request("/status/\(status)?after=120"))
        #expect(response.status == status && body.isEmpty && response.retryAfter == 120)
    }

    // MARK: - Who it is

    @Test("takes no certificate but a good one", arguments: [HostileServer.Certificate.other, .over, .stranger])
    func certificates(_ certificate: HostileServer.Certificate) throws {
        guard case .untrusted = try problem(request("/echo", certificate)) else {
            Issue.record("\(certificate) was taken")
            return
        }
    }

    @Test("takes none of an authority that it was not given")
    func authority() throws {
        guard case .untrusted = try problem(request("/echo") { $0.certificateFile = nil }) else {
            Issue.record("the system knows no such authority")
            return
        }
        guard case .setting = try problem(request("/echo") { $0.certificateFile = "/nowhere/ca.pem" }) else {
            Issue.record("the file is not there")
            return
        }
    }

    @Test("says that nobody listens")
    func unreachable() throws {
        var request = try request("/")
        request.address = try HTTPAddress("https://127.0.0.1:1/")
        guard case .unreachable = try problem(request) else {
            Issue.record("nobody listens at port 1")
            return
        }
    }

    // MARK: - Bounds

    @Test("waits no longer than it was told for an answer")
    func silent() throws {
        guard case .tooSlow = try problem(request("/silent") { $0.timeout = 0.3 }) else {
            Issue.record("nothing came")
            return
        }
    }

    @Test("ends what comes too slowly")
    func drip() throws {
        let problem = try problem(
            request("/drip") {
                $0.lowestSpeed = 1_000
                $0.lowSpeedTime = 1
            })
        guard case .tooSlow = problem else {
            Issue.record("\(String(describing: problem))")
            return
        }
    }

    @Test("takes no more bytes than it was told")
    func endless() throws {
        let limit = 100_000
        #expect(
            try problem(request("/endless") { $0.maximumSize = limit }) == .tooLarge(limit: limit, isUnpacked: false))
        #expect(
            try problem(request("/endless") { $0.maximumUnpackedSize = limit })
                == .tooLarge(limit: limit, isUnpacked: true))
        #expect(try problem(request("/long") { $0.maximumSize = limit }) == .tooLarge(limit: limit, isUnpacked: false))
    }

    @Test("takes no more bytes than it was told out of what is packed")
    func bomb() throws {
        let limit = 4 * 1_024 * 1_024
        #expect(
            try problem(request("/bomb") { $0.maximumUnpackedSize = limit })
                == .tooLarge(limit: limit, isUnpacked: true))
    }

    @Test("takes no endless headers", arguments: ["/endless-headers", "/endless-hints"])
    func headers(_ path: String) throws {
        let problem = try problem(request(path))
        guard case .headersTooLong = problem else {
            Issue.record("\(String(describing: problem))")
            return
        }
    }

    @Test("refuses an answer that is damaged", arguments: ["/cut", "/garbage", "/nothing", "/damaged-packing"])
    func damaged(_ path: String) throws {
        let problem = try problem(request(path))
        guard case .damaged = problem else {
            Issue.record("\(String(describing: problem))")
            return
        }
    }

    @Test("ends when it is told to")
    func cancelled() throws {
        let request = try request("/silent") { $0.timeout = 600 }
        #expect(throws: HTTPError.self) { try HTTPClient().send(request, isCancelled: { true }) }
    }

    @Test("throws what the taker of the body throws")
    func taker() throws {
        struct Full: Error {}
        let request = try request("/endless")
        #expect(throws: Full.self) { try HTTPClient().send(request) { _ in throw Full() } }
    }

    // MARK: - Redirects

    @Test("follows a redirect to a server that it trusts")
    func redirect() throws {
        #expect(try body(request("/redirect/302?to=/echo")).contains("host"))
        #expect(try body(request("/redirect/308?to=\(server.address("/echo"))")).contains("host"))
        #expect(try problem(request("/loop")) == .tooManyRedirects(limit: 5))
    }

    @Test(
        "follows no redirect out of TLS, to another scheme, or to what holds a user",
        arguments: [
            "http://127.0.0.1:1/", "file:///etc/passwd", "https://user:hunter2@127.0.0.1/", "ftp://127.0.0.1/",
            "gopher://x/",
        ])
    func redirectRefused(_ target: String) throws {
        let problem = try problem(request("/redirect/302?to=\(target)"))
        guard case .redirect(_, let reason) = problem else {
            Issue.record("\(String(describing: problem))")
            return
        }
        #expect(!reason.contains("hunter2"))
    }

    @Test("takes no secret to another server")
    func secretStays() throws {
        let target = server.address("/echo?where=elsewhere", .plain)
        var request = try request("/redirect/302?to=\(target)", .plain)
        #expect(try body(request).contains("host"))
        request.credentials = HTTPCredentials(.header("Auth-Key"), secret: "secret")
        #expect(try body(request).contains("secret"), "the same server")
        var elsewhere = try self.request("/redirect/302?to=\(server.address("/echo"))", .plain)
        elsewhere.credentials = request.credentials
        guard case .redirect = try problem(elsewhere) else {
            Issue.record("the secret went to another port")
            return
        }
        elsewhere.settings.followsWithoutCredentials = true
        #expect(try !body(elsewhere).contains("secret"))
    }

    // MARK: - In the clear

    @Test("sends nothing in the clear to others, unless that is allowed, and never a secret")
    func clear() throws {
        var request = HTTPRequest(try HTTPAddress("http://192.0.2.1/list"))
        request.settings.proxy = ""
        #expect(try problem(request) == .isInTheClear)
        request.settings.allowsPlainText = true
        request.credentials = HTTPCredentials(.bearer, secret: "secret")
        #expect(try problem(request) == .secretInTheClear)
    }

    @Test("goes through the proxy that it was told")
    func proxy() throws {
        var request = HTTPRequest(try HTTPAddress("http://feeds.example/echo"))
        request.settings.allowsPlainText = true
        request.settings.proxy = server.address("", .plain)
        #expect(try HTTPClient().send(request).response.status == 200)
        #expect(try server.requests.contains { $0.path == "http://feeds.example/echo" })
    }
}

@Suite("An address of HTTP")
struct HTTPAddressTests {
    @Test(
        "is refused where it is none",
        arguments: [
            "", "feeds.example/list", "ftp://feeds.example/", "file:///etc/passwd", "https://", "https://a b/",
            "https://user:hunter2@feeds.example/", "https://feeds.example:99999/", "https://feeds.example/\n",
        ])
    func refused(_ text: String) {
        #expect(throws: HTTPError.self) { try HTTPAddress(text) }
        do {
            _ = try HTTPAddress(text)
        } catch {
            #expect(!"\(error)".contains("hunter2"))
        }
    }

    @Test("knows this machine")
    func loopback() throws {
        for text in ["http://127.0.0.1:80/", "http://LOCALHOST/", "http://[::1]:8080/"] {
            #expect(try HTTPAddress(text).isLoopback, "\(text)")
        }
        for text in ["http://127.0.0.1.example/", "http://localhost.example/", "http://192.0.2.1/"] {
            #expect(try !HTTPAddress(text).isLoopback, "\(text)")
        }
    }

    @Test("grows a path and a query")
    func grown() throws {
        let address = try HTTPAddress("https://feeds.example/api?key=secret")
        #expect(try address.appending("objects/").text == "https://feeds.example/api/objects/?key=secret")
        let asked = try address.adding(["next": "a&b=c", "after": "2026-11-29T00:00:00Z"])
        #expect(asked.text == "https://feeds.example/api?key=secret&next=a%26b%3dc&after=2026-11-29T00%3a00%3a00Z")
        #expect("\(asked)" == "https://feeds.example/api")
    }
}

@Suite("A file with a secret")
struct SecretFileTests {
    @Test("is read without blanks around it, and not where everybody may")
    func read() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("secret-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(" secret key \n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(try SecretFile.read(path) == "secret key")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: SecretFile.Problem.self) { try SecretFile.read(path) }
        #expect(throws: SecretFile.Problem.self) { try SecretFile.read("/nowhere/secret") }
        #expect(throws: SecretFile.Problem.self) { try SecretFile.read("/dev/null") }
    }
}
