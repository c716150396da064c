import Testing

@testable import HTTPListener

@Suite("A request's head")
struct HTTPRequestHeadTests {
    private static func head(_ lines: String...) throws -> HTTPRequestHead {
        try HTTPRequestHead(Array(lines.joined(separator: "\r\n").utf8))
    }

    private static func status(_ text: String) -> Int? {
        do {
            _ = try HTTPRequestHead(Array(text.utf8))
            return nil
        } catch {
            return error.status.code
        }
    }

    @Test("has a path, parameters and headers")
    func good() throws {
        let head = try Self.head(
            "GET /api/v1/counts?by=origin%2Chour&label=a+b&flag HTTP/1.1", "Host: example.org", "X-One: 1", "x-one:  2 "
        )
        #expect(head.method == "GET")
        #expect(head.path == "/api/v1/counts")
        #expect(head.query.map(\.name) == ["by", "label", "flag"])
        #expect(head.query.map(\.value) == ["origin,hour", "a b", ""])
        #expect(head.host == "example.org")
        #expect(head.header("X-ONE") == "1, 2")
        #expect(head.keepsAlive)
    }

    @Test("of an absolute target names the host there (RFC 9112 section 3.2.2)")
    func absolute() throws {
        let head = try Self.head("GET http://one.example/a?b=c HTTP/1.1", "Host: two.example")
        #expect(head.host == "one.example")
        #expect(head.path == "/a")
    }

    @Test("closes the connection where it says so, or speaks HTTP/1.0")
    func closing() throws {
        #expect(try !Self.head("GET / HTTP/1.1", "Host: a", "Connection: Close").keepsAlive)
        #expect(try !Self.head("GET / HTTP/1.0").keepsAlive)
    }

    @Test(
        "is refused where two could read it in two ways",
        arguments: [
            ("GET / HTTP/1.1", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: b", 400),
            ("GET / HTTP/1.1\r\nHost : a", 400), ("GET / HTTP/1.1\r\nHost: a\r\n folded: b", 400),
            ("GET / HTTP/1.1\nHost: a", 400), ("GET / HTTP/1.1\r\nHost: a\u{0}b", 400),
            ("GET  / HTTP/1.1\r\nHost: a", 400), ("GET / HTTP/1.1 x\r\nHost: a", 400),
            ("GET a HTTP/1.1\r\nHost: a", 400), ("GET /%zz HTTP/1.1\r\nHost: a", 400),
            ("GET /%4 HTTP/1.1\r\nHost: a", 400), ("GET /%00 HTTP/1.1\r\nHost: a", 400),
            ("GET /%ff HTTP/1.1\r\nHost: a", 400), ("GET /é HTTP/1.1\r\nHost: a", 400),
            ("GET / HTTP/2.0\r\nHost: a", 505), ("GET / FTP/1.1\r\nHost: a", 400), ("", 400),
            ("POST / HTTP/1.1\r\nHost: a", 405), ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1", 413),
            ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked", 413),
            ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5", 413),
        ])
    func refused(text: String, status: Int) {
        #expect(Self.status(text) == status)
    }

    @Test("is refused where it is too much")
    func tooMuch() {
        let path = String(repeating: "a", count: HTTPRequestHead.maximumTarget)
        #expect(Self.status("GET /\(path) HTTP/1.1\r\nHost: a") == 414)
        let headers = String(repeating: "\r\na: b", count: HTTPRequestHead.maximumHeaders)
        #expect(Self.status("GET / HTTP/1.1\r\nHost: a\(headers)") == 431)
        let items = String(repeating: "a=b&", count: HTTPRequestHead.maximumQueryItems + 1)
        #expect(Self.status("GET /?\(items) HTTP/1.1\r\nHost: a") == 400)
    }

    @Test("cut anywhere is refused or read, and never more")
    func truncated() {
        let text = "GET /a?b=%41 HTTP/1.1\r\nHost: example.org\r\nAccept: */*"
        for length in 0...text.utf8.count { _ = Self.status(String(text.prefix(length))) }
        #expect(Self.status(text) == nil)
    }
}
