import Foundation
import Testing

@Suite("Inputs that fail while they are read")
struct InputFaultTests {
    private let folder: TemporaryFolder
    private let sample: [UInt8]

    init() throws {
        folder = try TemporaryFolder()
        sample = [UInt8](try Data(contentsOf: URL(fileURLWithPath: SampleFiles.capture)))
    }

    private func limited(_ files: Int, _ arguments: [String]) throws -> (status: Int32, text: String) {
        let words = ["-c", "ulimit -n \(files); exec \"$0\" \"$@\"", CommandRun.executable.path]
        let run = try BackgroundCommand(["bash"] + words + arguments)
        let text = try run.finish()
        return (run.status, text)
    }

    @Test(
        "for want of open files are known before anything is read, and what would help is said", arguments: [5, 16, 40])
    func fewFiles(files: Int) throws {
        let store = folder.path("census.db")
        let run = try limited(
            files, ["replay", SampleFiles.capture, "--watchlist", SampleFiles.watchlist, "--store", store])
        #expect(run.status == 1)
        #expect(run.text.contains("may open \(files) files at a time, and needs"), "\(run.text)")
        #expect(run.text.contains("ulimit -n"))
        #expect(!FileManager.default.fileExists(atPath: store))
    }

    @Test("are not for want of open files, however many inputs there are")
    func manyFiles() throws {
        let names = try (0..<300).map { try folder.file("captures-\($0).pcap", sample.prefix(24)) }
        let least = 48 + 4 * ProcessInfo.processInfo.activeProcessorCount
        let run = try limited(
            least,
            ["replay", SampleFiles.capture] + names + [
                "--watchlist", SampleFiles.watchlist, "--store", folder.path("census.db"),
            ])
        #expect(!run.text.contains("open files"), "\(run.text.suffix(2_000))")
        #expect(try SampleFiles.counts(in: folder.path("census.db")).contains("203.0.113.10"))
    }

    @Test("as a pipe whose writer dies in a record: what came before is counted, and the rest is said")
    func brokenPipe() throws {
        let pipe = try folder.file("pipe", sample.prefix(10_000))
        let run = try CommandRun(
            ["replay", "-", "--watchlist", SampleFiles.watchlist, "--store", ":memory:"],
            input: URL(fileURLWithPath: pipe))
        #expect(run.status == 3)
        #expect(run.errors.contains("standard input at byte ") && run.errors.contains("is cut in a packet"))
        #expect(run.rows.count == 3)
    }
}
