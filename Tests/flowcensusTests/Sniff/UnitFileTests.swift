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
    @Test("is one that systemd takes", .enabled(if: SystemdAnalyze.isThere, "there is no systemd-analyze"))
    func verify() throws {
        let folder = try TemporaryFolder()
        // The command that it starts must be there to be verified.
        let text = try Repository.text("Samples/flowcensus-sniff@.service")
            .replacingOccurrences(of: "/usr/local/bin/flowcensus", with: CommandRun.executable.path)
        let unit = try folder.file("flowcensus-sniff@eth0.service", text.utf8)
        let command = try BackgroundCommand([SystemdAnalyze.path, "verify", unit])
        let complaints = try command.finish()
        #expect(command.status == 0 && !complaints.contains("flowcensus"), "\(complaints)")
    }

    @Test("starts the command with options that there are")
    func options() throws {
        let unit = try Repository.text("Samples/flowcensus-sniff@.service")
        let start = try #require(unit.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
        let help = try CommandRun(["sniff", "--help"]).output
        for option in start.split(separator: " ") where option.hasPrefix("--") {
            #expect(help.contains("\(option) "), "\(option)")
        }
    }
}
