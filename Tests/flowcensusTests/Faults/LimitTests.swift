import Foundation
import Testing

/// What a process may not do is said by the command, and never by a signal.
@Suite("A process with limits")
struct LimitTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func shell(_ limits: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
        let words = ["-c", "\(limits); exec \"$0\" \"$@\"", CommandRun.executable.path]
        let run = try BackgroundCommand(["bash"] + words + arguments)
        let text = try run.finish()
        return (run.status, text)
    }

    @Test("on the size of files says so, whether a store or an export would pass it, and goes on without it")
    func fileSize() throws {
        let store = folder.path("census.db")
        let count = ["replay", SampleFiles.capture, "--watchlist", SampleFiles.watchlist, "--store", store]
        let limited = try shell("ulimit -f 40", count)
        #expect(limited.status == 1)
        #expect(limited.text.contains("would grow longer than this process may make a file"), "\(limited.text)")
        #expect(try CommandRun(count).status == 0)
        #expect(try SampleFiles.counts(in: store) == (try Repository.text("Samples/hourly-counts.csv")))
        let output = folder.path("flows.csv")
        let export = try shell("ulimit -f 40", ["flows", "--store", store, "--output", output])
        #expect(export.status == 1)
        #expect(export.text.contains("\(output): cannot be written: it would grow longer"), "\(export.text)")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test("without a folder for temporary files says which one it looked for, once memory does not hold the counts")
    func temporaryFolder() throws {
        let capture = try folder.file("flood.pcap", FloodCapture.bytes(0..<200_000))
        let list = try folder.file("list.txt", FloodCapture.list.utf8)
        let run = try shell(
            "export TMPDIR=/no/such/folder",
            ["replay", capture, "--watchlist", list, "--store", ":memory:", "--memory", "16MiB"])
        #expect(run.status == 1)
        #expect(run.text.contains("/no/such/folder"), "\(run.text)")
        #expect(run.text.contains("No such file or directory; name a folder for temporary files with TMPDIR"))
        #expect(!run.text.contains("NSError") && !run.text.contains("Error Domain"))
    }
}
