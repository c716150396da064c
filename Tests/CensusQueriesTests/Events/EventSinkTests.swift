import CensusEvents
import CensusModel
import Digests
import Foundation
import Logging
import NetworkTypes
import TestSupport
import Testing

@testable import CensusQueries

@Suite("What a sink sends")
struct EventSinkTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "flowcensus-\(UUID().uuidString)")
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func events(_ count: Int) -> [CensusEvent] {
        (1...count).map { number in
            var event = CensusEvent(
                identifier: "id\(number)", kind: .hostAffected, time: WatchedStore.start, noted: WatchedStore.start)
            event.host = IPAddress(parsing: "10.0.0.\(number)".utf8)
            return event
        }
    }

    private func sink(_ yaml: String) throws -> any EventSink {
        let file = folder.appendingPathComponent("flowcensus.yaml")
        try Data("events:\n  sinks:\n    test:\n\(yaml)".utf8).write(to: file)
        let (settings, problems) = EventSettings.examine(try ConfigurationText.events(file.path))
        #expect(problems.isEmpty, "\(problems)")
        let plan = try #require(settings.sinks.first)
        return try plan.makeSink(logger: logger, clock: { WatchedStore.start }, isCancelled: { false })
    }

    private func file(_ name: String, _ text: String) throws -> String {
        let path = folder.appendingPathComponent(name).path
        try #require(
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]))
        return path
    }

    private func program(_ text: String) throws -> String {
        let path = folder.appendingPathComponent("program").path
        try ProgramFile.write(text, to: path)
        return path
    }

    @Test("to a webhook is signed, names the event, and proves who sends")
    func webhook() throws {
        let server = try HostileServer()
        try server.serve("hook", "thanks")
        let (secret, key) = (try file("secret", "token-1"), try file("key", "signing key"))
        let sink = try sink(
            """
                  kind: webhook
                  url: \(server.address("/files/hook"))
                  ca-file: \(server.authority)
                  timeout: 15m
                  proxy: ""
                  auth: bearer
                  secret-file: \(secret)
                  signing-key-file: \(key)

            """)
        for event in events(2) { try sink.send([event]) }
        let requests = try server.requests
        #expect(requests.map(\.method) == ["POST", "POST"])
        let first = try #require(requests.first)
        #expect(
            first.headers["x-flowcensus-event"] == "host_affected" && first.headers["x-flowcensus-delivery"] == "id1")
        #expect(first.headers["authorization"] == "Bearer token-1")
        #expect(first.headers["content-type"] == "application/json")
        let code = SymmetricKey(data: Array("signing key".utf8)).authenticationCode(for: Array(first.body.utf8))
        let digits = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(first.headers["x-flowcensus-signature"] == "sha256=\(digits)")
        let body = try JSONSerialization.jsonObject(with: Data(first.body.utf8)) as? [String: Any]
        #expect(body?["host"] as? String == "10.0.0.1")
    }

    @Test(
        "to a webhook that answers otherwise comes again, or not where that is of no use",
        arguments: [("/status/503", false), ("/status/404", false), ("/status/422", true), ("/status/400", true)])
    func answers(path: String, isRefused: Bool) throws {
        let server = try HostileServer()
        let sink = try sink(
            "      kind: webhook\n      url: \(server.address(path))\n      ca-file: \(server.authority)\n      timeout: 15m\n      proxy: \"\"\n"
        )
        let failure = try #require(#expect(throws: EventSinkFailure.self) { try sink.send(events(1)) })
        if case .refused = failure { #expect(isRefused) } else { #expect(!isRefused) }
        let stranger = try self.sink(
            "      kind: webhook\n      url: \(server.address("/files/x", .stranger))\n      proxy: \"\"\n")
        #expect(throws: EventSinkFailure.self) { try stranger.send(events(1)) }
    }

    @Test(
        "to a webhook that took it does not come again, whatever becomes of what the server says of that",
        arguments: ["/cut", "/damaged-packing", "/long"])
    func brokenAnswer(path: String) throws {
        let server = try HostileServer()
        let sink = try sink(
            "      kind: webhook\n      url: \(server.address(path))\n      ca-file: \(server.authority)\n      timeout: 15m\n      proxy: \"\"\n"
        )
        for event in events(2) { try sink.send([event]) }
        #expect(try server.requests.map { $0.headers["x-flowcensus-delivery"] } == ["id1", "id2"])
    }

    @Test("to syslog arrives as messages of RFC 5424, over UDP, TCP and TLS", arguments: ["udp", "tcp", "tls"])
    func syslog(scheme: String) throws {
        let server = try SyslogServer(scheme, in: folder)
        let authority = server.authority.map { "      ca-file: \($0)\n" } ?? ""
        let sink = try sink(
            "      kind: syslog\n      url: \(scheme)://127.0.0.1:\(server.port)\n      format: cef\n      proxy: \"\"\n\(authority)"
        )
        try sink.send(events(3))
        let messages = try server.messages(3)
        #expect(messages.count == 3)
        for (number, message) in messages.enumerated() {
            #expect(message.hasPrefix("<132>1 2013-06-01T00:00:00.000000Z "), "\(message)")
            #expect(
                message.contains(" host_affected - \u{FEFF}CEF:0|Flowcensus|") && message.contains("id\(number + 1) "))
        }
    }

    @Test("to a program is its standard input, and nothing of it is on a command line")
    func program() throws {
        let script = try program(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" >> \(folder.path)/words\ncat >> \(folder.path)/lines\n")
        let sink = try sink(
            "      kind: program\n      program: \(script)\n      arguments: [--fixed]\n      format: text\n")
        for event in events(2) { try sink.send([event]) }
        let lines = try String(contentsOf: folder.appendingPathComponent("lines"), encoding: .utf8).split(
            separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("host_affected: 10.0.0.1 ") && lines[1].hasSuffix("[id2]"))
        #expect(try String(contentsOf: folder.appendingPathComponent("words"), encoding: .utf8) == "--fixed\n--fixed\n")
        let failing = try self.sink("      kind: program\n      program: /bin/false\n")
        #expect(throws: EventSinkFailure.self) { try failing.send(events(1)) }
    }

    @Test("lies in a folder that is made again where somebody cleared it away")
    func clearedFolder() throws {
        let folder = PrivateFolder()
        let first = try folder.path()
        #expect(try folder.path() == first)
        try FileManager.default.removeItem(atPath: first)
        #expect(FileManager.default.fileExists(atPath: try folder.path()))
    }

    @Test("by mail is one message of all that there is")
    func mail() throws {
        let script = try program(
            "#!/bin/sh\nprintf '%s\\n' \"$*\" > \(folder.path)/words\ncat > \(folder.path)/mail\n")
        let sink = try sink(
            "      kind: mail\n      to: soc@cert.example\n      from: census@cert.example\n      program: \(script)\n      format: text\n"
        )
        try sink.send(events(3))
        let mail = try String(contentsOf: folder.appendingPathComponent("mail"), encoding: .utf8)
        #expect(
            mail.hasPrefix(
                "From: Flowcensus <census@cert.example>\nTo: <soc@cert.example>\nSubject: [flowcensus] 3 events\n"))
        #expect(
            mail.contains("\nDate: Sat, 1 Jun 2013 00:00:00 +0000\n") && mail.contains("Message-ID: <id1@cert.example>")
        )
        #expect(!mail.contains("\r"))
        let words = try String(contentsOf: folder.appendingPathComponent("words"), encoding: .utf8)
        #expect(words == "-i -f census@cert.example -- soc@cert.example\n")
    }
}
