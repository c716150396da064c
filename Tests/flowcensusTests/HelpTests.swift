import Testing

@Suite("Help")
struct HelpTests {
    @Test("is what its golden file says", arguments: ["", "replay", "sniff", "export", "flows", "sample"])
    func golden(command: String) throws {
        let run = try CommandRun((command.isEmpty ? [] : [command]) + ["--help"])
        #expect(run.status == 0)
        let file = "Tests/flowcensusTests/Golden/help\(command.isEmpty ? "" : "-" + command).txt"
        #expect(run.output == (try Repository.text(file)))
    }

    @Test(
        "says what is wrong with the usage and exits with 2",
        arguments: [
            ["replay"], ["replay", "x.pcap"], ["nonsense"], ["export", "--by", "nothing"],
            ["export", "--from", "soon"],
            ["replay", "x.pcap", "--watchlist", "l", "--jobs", "0"], ["flows", "--host", "10.0.0"],
        ])
    func usage(arguments: [String]) throws {
        let run = try CommandRun(arguments)
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("Usage: flowcensus"))
    }
}
