import Foundation
import Testing

/// What is wrong is said before an interface is opened: none of this takes privileges.
@Suite("A sniff that cannot begin")
struct SniffRefusalTests {
    private let list = Repository.path("Samples/watchlist.csv")

    @Test(
        "says what is wrong",
        arguments: [
            (["no-such-interface"], "no-such-interface: there is no such interface; there are "),
            (["lo", "--filter", "port ("], "'port (' is not a filter: "),
            (["lo", "lo"], "lo: is named twice"),
            (["lo", "any"], "any: stands for all interfaces"),
            (["lo", "--user", "no-such-user"], "--user no-such-user: there is no such user"),
            (["lo", "--user", "root"], "--user root: is root"),
        ] as [([String], String)])
    func refusal(arguments: [String], words: String) throws {
        let run = try CommandRun(
            ["sniff"] + arguments + ["--watchlist", list, "--store", ":memory:", "--duration", "1"])
        #expect(run.status == 1)
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test(
        "says what is wrong with its usage",
        arguments: [
            [], ["lo"], ["lo", "--workers", "0"], ["lo", "--buffer", "64MB"], ["lo", "--buffer", "1KiB"],
            ["lo", "--snaplen", "10"], ["lo", "--checkpoint", "0"], ["lo", "--duration", "-1"], ["lo", "--count", "0"],
            ["lo", "--direction", "up"], ["lo", "--log-format", "xml"],
        ])
    func usage(arguments: [String]) throws {
        let run = try CommandRun(["sniff"] + arguments + (arguments.count > 1 ? ["--watchlist", list] : []))
        #expect(run.status == 2)
        #expect(run.errors.contains("Usage: flowcensus sniff"))
    }
}
