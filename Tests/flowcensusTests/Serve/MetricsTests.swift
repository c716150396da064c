import Foundation
import TestSupport
import Testing

@Suite("Metrics")
struct MetricsTests {
    /// Debian's package prometheus has it.
    private static let promtool = "/usr/bin/promtool"

    /// `nil` where it is not installed, which is said loudly.
    private static func promtool(_ arguments: [String], input: String? = nil) throws -> (status: Int32, output: String)?
    {
        guard FileManager.default.isExecutableFile(atPath: promtool) else {
            print("NOT TESTED: promtool is not installed; .ci/install tests brings it")
            return nil
        }
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: promtool)
        process.arguments = arguments
        if let input {
            process.standardInput = try FileHandle(
                forReadingFrom: URL(fileURLWithPath: folder.file("input", Array(input.utf8))))
        }
        let output = try folder.writingHandle("output")
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try folder.text("output"))
    }

    @Test("of the server are what Prometheus reads")
    func server() throws {
        let server = try ServeRun()
        _ = try server.ask("/api/v1/counts?by=nobody")
        let reply = try server.ask("/metrics")
        #expect(reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(reply.bodyText.contains("flowcensus_http_requests_total{status=\"400\"} 1\n"))
        #expect(reply.bodyText.contains("flowcensus_affected_hosts{class=\"c2\"} 1\n"))
        guard let check = try Self.promtool(["check", "metrics"], input: reply.bodyText) else { return }
        #expect(check.status == 0, "\(check.output)")
    }

    @Test("of a collector are there while it runs, and what Prometheus reads")
    func collector() throws {
        let folder = try TemporaryFolder()
        // The user that it becomes writes the store.
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.url.path)
        let command = try BackgroundCommand([
            CommandRun.executable.path, "collect", "127.0.0.1:0", "--watchlist", SampleFiles.watchlist, "--store",
            folder.path("census.db"), "--metrics", "127.0.0.1:0",
        ])
        try command.waitForErrors("metrics at ")
        let words = command.errors.split { $0 == " " || $0 == "\n" }
        let address = try #require(words.first { $0.hasSuffix("/metrics") })
        let port = try #require(UInt16(address.split(separator: ":").last?.prefix { $0.isNumber } ?? ""))
        var text = ""
        while !text.contains("flowcensus_list_age_seconds") { text = try LoopbackClient.ask(port, "/metrics").bodyText }
        #expect(text.contains("flowcensus_list_entries 8\n"))
        #expect(text.contains("flowcensus_records_total 0\n"))
        #expect(try LoopbackClient.ask(port, "/").status == 404)
        if let check = try Self.promtool(["check", "metrics"], input: text) {
            #expect(check.status == 0, "\(check.output)")
        }
        command.signal(SIGTERM)
        try command.finish()
        #expect(command.status == 0)
    }

    @Test("have alert rules that fire when they should")
    func rules() throws {
        let folder = Repository.path("Samples/prometheus") + "/"
        guard let check = try Self.promtool(["check", "rules", folder + "flowcensus.rules.yml"]) else { return }
        #expect(check.status == 0, "\(check.output)")
        let test = try #require(try Self.promtool(["test", "rules", folder + "flowcensus.rules.test.yml"]))
        #expect(test.status == 0, "\(test.output)")
    }

    @Test("are what the samples ask for: no rule and no panel names another one")
    func names() throws {
        let sources = try [
            "Sources/IngestPipeline/Live/LiveMetrics.swift", "Sources/CensusServer/Metrics/ServerMetrics.swift",
        ]
        .map(Repository.text).joined()
        let known = Set(sources.matches(of: /"(flowcensus_\w+)"/).map { String($0.1) })
        for sample in ["Samples/prometheus/flowcensus.rules.yml", "Samples/grafana/flowcensus.json"] {
            let named = try Repository.text(sample).matches(of: /flowcensus_\w+/).map { String($0.0) }
            #expect(!named.isEmpty)
            for name in named {
                let family = ["_sum", "_count"].reduce(name) { $0.hasSuffix($1) ? String($0.dropLast($1.count)) : $0 }
                #expect(known.contains(family), "\(sample): \(name)")
            }
        }
    }
}
