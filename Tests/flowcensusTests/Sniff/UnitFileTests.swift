import Foundation
import Testing

/// The unit is checked by systemd itself, where it is at hand.
enum SystemdAnalyze {
    static let isThere: Bool = {
        let found = FileManager.default.isExecutableFile(atPath: path)
        if !found {
            FileHandle.standardError.write(Data("NOT TESTED: the systemd unit, for there is no \(path)\n".utf8))
        }
        return found
    }()
    static let path = "/usr/bin/systemd-analyze"
}

@Suite("The systemd unit")
struct UnitFileTests {
    static let units = ["collect", "feeds", "serve", "sniff", "watch"].map { "flowcensus-\($0).service" }

    @Test(
        "is one that systemd takes", .enabled(if: SystemdAnalyze.isThere, "there is no systemd-analyze"),
        arguments: units)
    func verify(_ name: String) throws {
        let folder = try TemporaryFolder()
        // The command that it starts must be there to be verified.
        let text = try Repository.text("Samples/\(name)")
            .replacingOccurrences(of: "/usr/local/bin/flowcensus", with: CommandRun.executable.path)
        let unit = try folder.file(name, text.utf8)
        _ = try folder.file(
            "flowcensus-feeds.timer", try Repository.text("Samples/flowcensus-feeds.timer").utf8)
        let command = try BackgroundCommand([
            SystemdAnalyze.path, "verify", unit, folder.path("flowcensus-feeds.timer"),
        ])
        let complaints = try command.finish()
        #expect(command.status == 0 && !complaints.contains("flowcensus"), "\(complaints)")
    }

    @Test(
        "exposes little of the machine", .enabled(if: SystemdAnalyze.isThere, "there is no systemd-analyze"),
        arguments: units)
    func exposure(_ name: String) throws {
        let command = try BackgroundCommand([
            SystemdAnalyze.path, "security", "--offline=true", "--threshold=15", Repository.path("Samples/\(name)"),
        ])
        let verdict = try command.finish()
        #expect(command.status == 0, "\(verdict)")
    }

    @Test("starts the command with options that there are", arguments: units)
    func options(_ name: String) throws {
        let unit = try Repository.text("Samples/\(name)")
        let start = try #require(unit.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
        let words = start.split(separator: " ").dropFirst().prefix { $0.first?.isLetter == true }
        let help = try CommandRun(words.map(String.init) + ["--help"]).output
        for option in start.split(separator: " ") where option.hasPrefix("--") {
            #expect(help.contains("\(option) "), "\(option)")
        }
    }
}
