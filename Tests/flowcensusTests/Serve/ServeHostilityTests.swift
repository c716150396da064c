import Foundation
import TestSupport
import Testing

@Suite("What is meant to break the server", .serialized)
struct ServeHostilityTests {
    @Test("is answered as the description of the API says, whatever the parameters are")
    func fuzzing() throws {
        guard let schemathesis = WebTools.schemathesis else { return }
        let folder = try TemporaryFolder()
        try #require(SampleFiles.replay([SampleFiles.capture], store: folder.path("census.db")).status == 0)
        // Without countries nothing can be asked about them.
        let server = try ServeRun(["--geo", try folder.file("geo.mmdb", OriginFacts.bytes)], in: folder)
        let command = try BackgroundCommand(
            [
                // Where it may leave what it likes.
                "-C", server.folder.path("."), "SCHEMATHESIS_HOOKS=contradictions",
                "PYTHONPATH=\(Repository.path("Tests/Browser"))", "PYTHONDONTWRITEBYTECODE=1", schemathesis, "run",
                "http://127.0.0.1:\(server.port)/api/v1/openapi.json", "--header",
                "Authorization: Bearer \(try #require(server.token))", "--exclude-path", "/api/v1/live",
                "--max-examples", "30", "--seed", "1", "--generation-deterministic",
                "--phases", "examples,coverage,fuzzing", "--no-color",
                // How long an answer takes is the machine's affair.
                "--request-timeout", "900", "--suppress-health-check", "too_slow",
            ])
        let output = try command.finish()
        #expect(command.status == 0, "\(output)")
        #expect(try server.ask("/healthz").status == 200)
    }

    @Test("keeps nobody else out: connections that are silent, slow or greedy, more than there may be")
    func crowd() throws {
        let server = try ServeRun()
        let command = try BackgroundCommand(
            [
                "python3", Repository.path("Tests/Servers/crowd"), "\(server.port)",
                "\(server.command.processIdentifier)",
                "2000",
            ])
        let output = try command.finish()
        let numbers = output.matches(of: /[0-9]+/).compactMap { Int($0.0) }
        try #require(numbers.count == 6, "\(output)")
        let (connections, threads, megabytes, files) = (numbers[0], numbers[3], numbers[4], numbers[5])
        // Ten thousand take minutes, and no more of the server (Benchmarks/README.md).
        #expect(connections > 900)
        #expect(numbers[1] == numbers[2] && numbers[2] >= connections / 100, "\(output)")
        #expect(threads < 600 && megabytes < 400 && files < 800, "\(output)")
        // Until the server has seen that the crowd has gone, there may be no place.
        var page = try server.ask("/")
        while page.status == 503, server.command.isRunning { page = try server.ask("/") }
        #expect(page.status == 200, "\(page)")
    }
}
