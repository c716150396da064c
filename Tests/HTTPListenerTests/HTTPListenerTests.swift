import Foundation
import NetworkTypes
import Synchronization
import TestSupport
import Testing

@testable import HTTPListener

/// A listener on loopback that runs until the value goes.
private final class RunningListener: Sendable {
    let listener: HTTPListener
    let exchanges = Mutex<[HTTPExchange]>([])
    private let ended = DispatchSemaphore(value: 0)

    var port: UInt16 { listener.address.port }

    init(
        _ limits: ListenerLimits = ListenerLimits(),
        handler: @escaping HTTPListener.Handler = { HTTPAnswer(.ok, "text/plain", "at \($0.head.path)") }
    ) throws {
        let address = try #require(ReceptionAddress(parsing: "127.0.0.1:0"))
        let log = Mutex<HTTPListener.Log?>(nil)
        listener = try HTTPListener(
            address, limits: limits, handler: handler, log: { exchange in log.withLock { $0 }?(exchange) })
        log.withLock { log in log = { [weak self] exchange in self?.exchanges.withLock { $0.append(exchange) } } }
        let (listener, ended) = (listener, ended)
        Thread.detachNewThread {
            listener.run()
            ended.signal()
        }
    }

    deinit {
        listener.stop()
        ended.wait()
    }
}

@Suite("A listener")
struct HTTPListenerTests {
    private static func get(_ path: String, _ rest: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(rest)\r\n"
    }

    @Test("answers one request after another on a connection, also where they come at once")
    func keepsAlive() throws {
        let server = try RunningListener()
        let client = try LoopbackClient(port: server.port)
        client.send(Self.get("/one"))
        #expect(client.receive(until: "at /one").contains("200 OK"))
        client.send(Self.get("/two") + Self.get("/three", "Connection: close\r\n"))
        let rest = String(decoding: client.receiveAll(), as: UTF8.self)
        #expect(rest.contains("at /two") && rest.contains("at /three"))
    }

    @Test("answers HEAD as GET without the body")
    func head() throws {
        let server = try RunningListener()
        let get = try LoopbackClient.ask(server.port, "/x")
        let head = try LoopbackClient.ask(server.port, "/x", method: "HEAD")
        #expect(head.headers == get.headers)
        #expect(head.body.isEmpty && get.bodyText == "at /x")
    }

    @Test("streams in chunks, and to HTTP/1.0 until the connection closes")
    func streams() throws {
        let server = try RunningListener { _ in
            HTTPAnswer(
                body: .stream { output in for number in 0..<1_000 { try output.write(Array("\(number)\n".utf8)) } })
        }
        let whole = (0..<1_000).map { "\($0)\n" }.joined()
        #expect(try LoopbackClient.ask(server.port, "/").bodyText == whole)
        let client = try LoopbackClient(port: server.port)
        client.send("GET / HTTP/1.0\r\n\r\n")
        #expect(try HTTPReply(client.receiveAll()).bodyText == whole)
    }

    @Test("answers 500 where a body fails before it begins, and breaks off where it fails later")
    func failures() throws {
        struct Failure: Error {}
        struct Busy: AnsweredError {
            let answer = HTTPAnswer(.unavailable, "text/plain", "busy\n")
        }
        let server = try RunningListener { request in
            HTTPAnswer(
                body: .stream { output in
                    if request.head.path == "/late" { try output.write(Array("begun".utf8)) }
                    if request.head.path == "/busy" { throw Busy() }
                    throw Failure()
                })
        }
        #expect(try LoopbackClient.ask(server.port, "/early").status == 500)
        let busy = try LoopbackClient.ask(server.port, "/busy")
        #expect(busy.status == 503 && busy.bodyText == "busy\n")
        #expect(throws: LoopbackClient.Problem.self) { try LoopbackClient.ask(server.port, "/late") }
        #expect(try LoopbackClient.ask(server.port, "/early").status == 500)
    }

    @Test(
        "says why it refuses what is no request, and closes",
        arguments: ["\u{16}\u{3}\u{1}\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"])
    func refuses(text: String) throws {
        let server = try RunningListener()
        let client = try LoopbackClient(port: server.port)
        client.send(text)
        #expect(try HTTPReply(client.receiveAll()).status == 400)
    }

    @Test("refuses a head that is too long before it is whole")
    func longHead() throws {
        let server = try RunningListener()
        let client = try LoopbackClient(port: server.port)
        client.send("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 100_000))
        #expect(try HTTPReply(client.receiveAll()).status == 431)
    }

    @Test("gives up a request that does not come to its end, and a connection that stays silent")
    func slowRequests() throws {
        var limits = ListenerLimits()
        (limits.headTime, limits.idleTime) = (50, 50)
        let server = try RunningListener(limits)
        let begun = try LoopbackClient(port: server.port)
        begun.send("GET / HT")
        #expect(try HTTPReply(begun.receiveAll()).status == 408)
        let silent = try LoopbackClient(port: server.port)
        #expect(silent.receiveAll().isEmpty)
    }

    @Test("gives up a reader that takes nothing")
    func slowReader() throws {
        var limits = ListenerLimits()
        limits.pieceTime = 50
        let outcome = Mutex<Bool?>(nil)
        let ended = DispatchSemaphore(value: 0)
        let server = try RunningListener(limits) { _ in
            HTTPAnswer(
                body: .stream { output in
                    do {
                        while true { try output.write([UInt8](repeating: 1, count: 1 << 20)) }
                    } catch {
                        outcome.withLock { $0 = error is ConnectionLost }
                        ended.signal()
                        throw error
                    }
                })
        }
        let client = try LoopbackClient(port: server.port)
        client.send(Self.get("/"))
        ended.wait()
        #expect(outcome.withLock { $0 } == true)
    }

    @Test("takes no more connections than its limit where all are being answered, and takes others once some are gone")
    func manyConnections() throws {
        var limits = ListenerLimits()
        limits.connections = 4
        let (begun, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let server = try RunningListener(limits) { request in
            guard request.head.path == "/slow" else { return HTTPAnswer(.ok, "text/plain", "quick\n") }
            begun.signal()
            mayEnd.wait()
            return HTTPAnswer(.ok, "text/plain", "at last\n")
        }
        let clients = try (0..<4).map { _ in try LoopbackClient(port: server.port) }
        for client in clients { client.send(Self.get("/slow", "Connection: close\r\n")) }
        for _ in clients { begun.wait() }
        #expect(try HTTPReply(LoopbackClient(port: server.port).receiveAll()).status == 503)
        for _ in clients { mayEnd.signal() }
        for client in clients { #expect(try HTTPReply(client.receiveAll()).status == 200) }
        while server.listener.connections > 0 { Thread.sleep(forTimeInterval: 0.01) }
        #expect(try LoopbackClient.ask(server.port, "/").status == 200)
    }

    @Test("ends a connection that is silent where there are too many")
    func silentConnections() throws {
        var limits = ListenerLimits()
        (limits.connections, limits.idleTime) = (4, .max)
        let server = try RunningListener(limits)
        var clients: [LoopbackClient] = []
        for _ in 0..<4 {
            let client = try LoopbackClient(port: server.port)
            client.send(Self.get("/"))
            #expect(client.receive(until: "at /").contains("200 OK"))
            clients.append(client)
        }
        // A connection that has its answer waits for the next request a moment later; nobody else is let in until then.
        while try LoopbackClient.ask(server.port, "/").status != 200 {}
        for client in clients { client.send(Self.get("/", "Connection: close\r\n")) }
        #expect(clients.contains { $0.receiveAll().isEmpty })
        #expect(server.listener.connections <= 4)
    }

    @Test("answers no more requests of a peer than its rate")
    func rate() throws {
        var limits = ListenerLimits()
        (limits.rate, limits.burst) = (0.000_001, 3)
        let server = try RunningListener(limits)
        for _ in 0..<3 { #expect(try LoopbackClient.ask(server.port, "/").status == 200) }
        #expect(try LoopbackClient.ask(server.port, "/").status == 429)
    }

    @Test("tells a log of every answer")
    func log() throws {
        let server = try RunningListener()
        _ = try LoopbackClient.ask(server.port, "/logged?a=b")
        let exchange = try #require(server.exchanges.withLock { $0.first })
        #expect(exchange.head?.target == "/logged?a=b")
        #expect(exchange.status == .ok && exchange.length == 10 && exchange.isWhole)
    }
}
