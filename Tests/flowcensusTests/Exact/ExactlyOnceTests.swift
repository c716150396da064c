import Foundation
import Testing

@Suite("Exactly once")
struct ExactlyOnceTests {
    private let folder: TemporaryFolder
    private let store: String
    private let sample: [UInt8]
    private let counts: String

    init() throws {
        folder = try TemporaryFolder()
        store = folder.path("census.db")
        sample = [UInt8](try Data(contentsOf: URL(fileURLWithPath: SampleFiles.capture)))
        counts = try Repository.text("Samples/hourly-counts.csv")
    }

    private func replay(_ capture: String, _ options: String...) throws -> CommandRun {
        try SampleFiles.replay([capture], store: store, options)
    }

    @Test("a capture is known by its content: renamed, packed, and through a pipe")
    func sameCapture() throws {
        let copy = try folder.file("renamed.pcap", sample)
        #expect(try replay(SampleFiles.capture).status == 0)
        let again = try replay(copy)
        #expect(again.status == 0)
        #expect(again.errors.contains("renamed.pcap: counted before as \(SampleFiles.capture), not counted again"))
        let pack = try BackgroundCommand(["gzip", copy])
        try pack.finish()
        #expect(try replay(copy + ".gz").errors.contains("counted before"))
        let piped = try CommandRun(
            ["replay", "-", "--watchlist", SampleFiles.watchlist, "--store", store],
            input: URL(fileURLWithPath: SampleFiles.capture))
        #expect(piped.errors.contains("standard input: counted before"))
        #expect(try SampleFiles.counts(in: store) == counts)
    }

    @Test("one that has grown is continued, and its beginning is no other capture")
    func growth() throws {
        let part = try folder.file("part.pcap", sample.prefix(200_001))
        #expect(try replay(part).status == 3)
        let whole = try replay(SampleFiles.capture)
        #expect(whole.status == 0)
        #expect(whole.errors.contains("counted before up to byte 200000, continued there"))
        #expect(try replay(part).errors.contains("of which it is the beginning"))
        #expect(try SampleFiles.counts(in: store) == counts)
    }

    @Test("--again counts anew, by another list, in place of what was counted")
    func again() throws {
        let list = try folder.file("list.txt", "198.51.100.0/24\n".utf8)
        let other = try CommandRun(["replay", SampleFiles.capture, "--watchlist", list, "--store", store])
        #expect(other.status == 0)
        #expect(try SampleFiles.counts(in: store) != counts)
        #expect(try replay(SampleFiles.capture).errors.contains("counted before"))
        let again = try replay(SampleFiles.capture, "--again")
        #expect(again.errors.contains("counted anew, in place of what it contributed before: 3634 packets"))
        #expect(try SampleFiles.counts(in: store) == counts)
    }

    @Test("two processes that count the same captures into one store add each once")
    func twoProcesses() throws {
        let list = try folder.file("list.txt", FloodCapture.list.utf8)
        let captures = try [0..<30_000, 30_000..<45_000].enumerated().map { number, range in
            try folder.file("flood\(number).pcap", FloodCapture.bytes(range))
        }
        let arguments = { (store: String) in
            ["replay"] + captures + ["--watchlist", list, "--store", store, "--jobs", "2", "--memory", "16MiB"]
        }
        #expect(try CommandRun(arguments(folder.path("alone.db"))).status == 0)
        _ = try CommandRun(["replay", SampleFiles.capture, "--watchlist", list, "--store", store])
        let runs = try (0..<2).map { _ in try BackgroundCommand([CommandRun.executable.path] + arguments(store)) }
        for run in runs {
            let text = try run.finish()
            #expect(run.status == 0, "\(text)")
        }
        #expect(
            try CommandRun(["flows", "--store", store]).output
                == CommandRun(["flows", "--store", folder.path("alone.db")]).output)
    }
}
