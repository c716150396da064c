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

    private func replay(by list: String, _ options: String...) throws -> CommandRun {
        try CommandRun(["replay", SampleFiles.capture, "--watchlist", list, "--store", store] + options)
    }

    @Test(
        "with other lists it is counted again by these, in place of what was counted, and both are shown with what they counted"
    )
    func otherLists() throws {
        let list = try folder.file("list.txt", "198.51.100.0/24\n".utf8)
        #expect(try replay(by: list).status == 0)
        #expect(try SampleFiles.counts(in: store) != counts)
        #expect(try CommandRun(["store", "info", "--store", store]).output.contains("lists \(list) ("))
        let right = try replay(SampleFiles.capture)
        #expect(right.errors.contains("was counted with other lists (\(list)); counted again with these"))
        #expect(try SampleFiles.counts(in: store) == counts)
        #expect(try CommandRun(["report", "--store", store]).output.contains("used for nothing"))
        #expect(try replay(SampleFiles.capture).errors.contains("counted before"))
    }

    @Test("with another version of the same list that is said, and --again counts by it, in place of what was counted")
    func again() throws {
        let list = try folder.file("watchlist.csv", "198.51.100.0/24\n".utf8)
        #expect(try replay(by: list).status == 0)
        _ = try folder.file("watchlist.csv", [UInt8](Data(contentsOf: URL(fileURLWithPath: SampleFiles.watchlist))))
        let before = try replay(by: list)
        #expect(before.errors.contains("another version of the lists; --again counts it with this one"))
        #expect(before.errors.contains("counted before"))
        #expect(try SampleFiles.counts(in: store) != counts)
        let again = try replay(by: list, "--again")
        #expect(again.errors.contains("counted again, in place of what it contributed before: 3634 packets"))
        #expect(try SampleFiles.counts(in: store) == counts)
    }

    @Test("with other internal networks, tunnel rules or peers it is not counted into the same store")
    func otherRules() throws {
        #expect(try replay(SampleFiles.capture).status == 0)
        for options in [["--internal", "10.0.0.0/9"], ["--tunnels", "outermost"], ["--tunnel-peers", "192.0.2.1"]] {
            let run = try SampleFiles.replay([SampleFiles.capture], store: store, options)
            #expect(run.status == 1)
            #expect(run.errors.contains("was counted with \(options[0])"))
        }
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
