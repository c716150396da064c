import Foundation
import Testing

/// Who talked to whom is personal data: what is written of it is its owner's alone, whatever the mask.
@Suite("Files that are written")
struct PrivateFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Runs the command with the usual mask in the folder.
    private func run(_ arguments: [String]) throws -> BackgroundCommand {
        let words = [
            "-c", "umask 022; cd \"$1\"; shift; exec \"$0\" \"$@\"", CommandRun.executable.path, folder.url.path,
        ]
        let command = try BackgroundCommand(["bash"] + words + arguments)
        let text = try command.finish()
        #expect(command.status == 0, "\(text)")
        return command
    }

    private func permissions(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
    }

    @Test("of a census are readable by their owner alone")
    func census() throws {
        let count = ["replay", SampleFiles.capture, "--watchlist", SampleFiles.watchlist, "--store", "census.db"]
        _ = try run(count + ["--export", "hours.csv"])
        for (name, arguments) in [
            ("counts.csv", ["export"]), ("flows.csv", ["flows"]), ("report.html", ["report", "--format", "html"]),
        ] {
            _ = try run(arguments + ["--store", "census.db", "--output", name])
        }
        for name in ["census.db", "hours.csv", "counts.csv", "flows.csv", "report.html"] {
            #expect(try permissions(name) == 0o600, "\(name)")
        }
        _ = try run(["notify", "--country", "unknown", "--output", "notices/today", "--store", "census.db"])
        for name in ["notices", "notices/today", "notices/today/unknown", "notices/today/unknown/xarf"] {
            #expect(try permissions(name) == 0o700, "\(name)")
        }
        for name in ["evidence.csv", "notice.txt", "manifest.json", "SHA256SUMS"] {
            #expect(try permissions("notices/today/unknown/\(name)") == 0o600, "\(name)")
        }
    }

    @Test("that hold nothing of anybody have the permissions that the mask leaves")
    func lists() throws {
        _ = try run(["sample", "--output", "sample"])
        _ = try run(["watchlist", "compile", "sample/watchlist.csv", "--output", "compiled"])
        for name in ["sample/sample.pcap", "sample/watchlist.csv", "compiled"] {
            #expect(try permissions(name) == 0o644, "\(name)")
        }
        #expect(try permissions("sample") == 0o755)
    }

    @Test("follow no link, whether one stands at their name or at any other in the folder")
    func links() throws {
        let store = folder.path("census.db")
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        let victim = try folder.file("victim", "precious".utf8)
        for name in ["counts.csv", "counts.csv.partial", ".counts.csv.partial"] {
            try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: victim)
        }
        let run = try CommandRun(["export", "--store", store, "--output", folder.path("counts.csv")])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try folder.text("victim") == "precious")
        #expect(try folder.text("counts.csv") == SampleFiles.counts(in: store))
        #expect(throws: (any Error).self) {
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("counts.csv"))
        }
    }

    @Test("at the same time under one name are each whole, and none is mixed of two")
    func race() throws {
        let store = folder.path("census.db")
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        let (counts, flows) = (try SampleFiles.counts(in: store), try CommandRun(["flows", "--store", store]).output)
        let target = folder.path("result.csv")
        let commands = try (0..<8).map { number in
            try BackgroundCommand([
                CommandRun.executable.path, number % 2 == 0 ? "export" : "flows", "--store", store, "--output", target,
            ])
        }
        for command in commands {
            try command.finish()
            #expect(command.status == 0)
        }
        #expect(try [counts, flows].contains(folder.text("result.csv")))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasPrefix(".") }
        #expect(left.isEmpty)
    }

    @Test("to what is open already, or to a pipe, are written in place")
    func inPlace() throws {
        let store = folder.path("census.db")
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        let counts = try SampleFiles.counts(in: store)
        #expect(try CommandRun(["export", "--store", store, "--output", "/dev/stdout"]).output == counts)
        let script =
            "cd \(folder.url.path); mkfifo pipe; cat pipe > copy & "
            + "\(CommandRun.executable.path) export --store census.db --output pipe && wait"
        let shell = try BackgroundCommand(["bash", "-c", script])
        try shell.finish()
        #expect(shell.status == 0)
        #expect(try folder.text("copy") == counts)
    }
}
