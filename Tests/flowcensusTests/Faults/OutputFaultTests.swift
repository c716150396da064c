import Foundation
import Testing

@Suite("Results that nobody takes")
struct OutputFaultTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = folder.path("census.db")
        // Enough flows that a pipe does not hold them.
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
    }

    /// Runs a shell's words, in which `$command` is the built command, and returns what became of the command itself.
    private func shell(_ words: String) throws -> (status: String, output: String) {
        let script = "command=\(CommandRun.executable.path); cd \(folder.url.path); \(words)"
        let output = try BackgroundCommand(["bash", "-c", script]).finish()
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        let status = lines.last { $0.hasPrefix("status ") } ?? ""
        return (status.dropFirst(7).description, output)
    }

    @Test(
        "by a reader who has had enough, as head has, are the quiet end of a command",
        arguments: [
            "export --store census.db", "flows --store census.db", "store info --store census.db",
            "watchlist check \(SampleFiles.watchlist)",
            "replay \(SampleFiles.capture) --watchlist \(SampleFiles.watchlist) --store :memory:",
        ])
    func reader(command: String) throws {
        // Head may be faster or slower; true(1) never reads.
        for reader in ["head -n 1", "true"] {
            let run = try shell("$command \(command) 2> errors | \(reader); echo \"status ${PIPESTATUS[0]}\"")
            #expect(run.status == "0", "\(run.output)")
            #expect(try !folder.text("errors").contains("error"))
        }
    }

    @Test("by a reader who has gone do not hide that some input was refused")
    func refused() throws {
        let words =
            "$command replay \(SampleFiles.capture) missing --watchlist \(SampleFiles.watchlist) --store :memory:"
        let run = try shell("\(words) 2> errors | (sleep 1; true); echo \"status ${PIPESTATUS[0]}\"")
        #expect(run.status == "3", "\(run.output)")
    }

    @Test("by a device that takes nothing are a failure that is said")
    func fullDevice() throws {
        for words in ["export", "watch --since 2013"] {
            let run = try shell("$command \(words) --store census.db > /dev/full; echo \"status $?\"")
            #expect(run.status == "1", "\(words)")
            #expect(run.output.contains("standard output: cannot be written: no room is left on the device"))
        }
    }

    @Test("though standard error takes no word, are written")
    func errors() throws {
        for sink in ["/dev/full", "&-"] {
            let words = "$command replay \(SampleFiles.capture) --watchlist \(SampleFiles.watchlist) --store :memory:"
            let run = try shell("\(words) 2> \(sink) > counts.csv; echo \"status $?\"".replacing("> &-", with: ">&-"))
            #expect(run.status == "0", "\(run.output)")
            #expect(try folder.text("counts.csv") == (try Repository.text("Samples/hourly-counts.csv")))
        }
    }

    @Test("for a file in a folder that is not there are a failure that is said, and leave nothing")
    func missingFolder() throws {
        let output = folder.path("none/counts.csv")
        let run = try CommandRun(["export", "--store", store, "--output", output])
        #expect(run.status == 1)
        #expect(run.errors.contains("\(output): cannot be written: No such file or directory"), "\(run.errors)")
    }

    @Test("leave the file of before under its name until the new one is whole")
    func before() throws {
        let output = try folder.file("counts.csv", "before".utf8)
        let run = try CommandRun(["export", "--store", folder.path("none.db"), "--output", output])
        #expect(run.status == 1)
        #expect(try folder.text("counts.csv") == "before")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(!names.contains { $0.hasSuffix(".partial") }, "\(names)")
    }
}
