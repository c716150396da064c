import Foundation
import Testing

@Suite("Help")
struct HelpTests {
    private static let commands = [
        "", "replay", "sniff", "collect", "export", "flows", "report", "serve", "notify", "watch", "ship", "merge",
        "store", "store create", "store info",
        "store check", "store backup", "store compact", "store vacuum", "store prune", "store erase",
        "store migrate", "watchlist",
        "watchlist check",
        "watchlist lookup", "watchlist diff", "watchlist compile", "feeds", "feeds update", "feeds status",
        "feeds presets", "simulate", "sample", "config", "config check", "config show",
    ]

    @Test("is what its golden file says", arguments: commands)
    func golden(command: String) throws {
        let words = command.split(separator: " ").map(String.init)
        let run = try CommandRun(words + ["--help"])
        #expect(run.status == 0)
        let file = "Tests/flowcensusTests/Golden/\((["help"] + words).joined(separator: "-")).txt"
        #expect(run.output == (try Repository.text(file)))
    }

    /// A line that is too long is broken where the example has no backslash, and what follows is not indented.
    @Test("has examples that can be copied: no line of them is broken", arguments: commands)
    func examples(command: String) throws {
        let help = try CommandRun(command.split(separator: " ").map(String.init) + ["--help"]).output
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.hasPrefix("USAGE") }
        for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("  ") {
            #expect(next.isEmpty || next.hasPrefix("  "), "\(line)")
            #expect(!next.hasPrefix("    ") || line.hasSuffix(" \\"), "\(line)")
            #expect(!line.hasSuffix("\\") || next.hasPrefix("    "), "\(line)")
        }
    }

    @Test(
        "is not the answer to every command where /proc is not mounted", .enabled(if: SmallDisk.isPermitted))
    func withoutProc() throws {
        let script = "umount -l /proc && exec \"$0\" \"$@\""
        let command = try BackgroundCommand(
            ["unshare", "-m", "sh", "-c", script, CommandRun.executable.path, "sniff", ""])
        let output = try command.finish()
        #expect(command.status == 2 && output.contains("Usage: flowcensus sniff"), "\(output)")
    }

    @Test(
        "says what is wrong with the usage and exits with 2",
        arguments: [
            ["replay"], ["replay", "x.pcap"], ["nonsense"], ["export", "--by", "nothing"],
            ["export", "--from", "soon"],
            ["replay", "x.pcap", "--watchlist", "l", "--jobs", "0"],
            ["replay", "x.pcap", "--watchlist", "l", "--jobs", "9223372036854775807"], ["flows", "--host", "10.0.0"],
            ["watchlist", "check"], ["watchlist", "lookup", "192.0.2", "--watchlist", "l"],
            ["watchlist", "lookup", "192.0.2.0/24", "--watchlist", "l"], ["watchlist", "lookup", "192.0.2.1"],
            ["watchlist", "diff", "l"], ["watchlist", "compile", "l"], ["store", "prune"],
            ["store", "prune", "--before", "soon"], ["store", "info", "--format", "csv"],
            ["replay", "x.pcap", "--watchlist", "l", "--list-time", "never"], ["simulate"],
            ["simulate", "--output", "x", "--divide", "0"], ["simulate", "--output", "x", "--snaplen", "10"],
            ["simulate", "--output", "x", "--files", "week"], ["simulate", "--output", "x", "--format", "erf"],
        ])
    func usage(arguments: [String]) throws {
        let run = try CommandRun(arguments)
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("Usage: flowcensus"))
    }
}
