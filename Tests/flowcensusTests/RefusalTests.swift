import Foundation
import Testing
import TrafficSimulation

/// What cannot be read is said, with the input and the place, and nothing that was counted is lost.
@Suite("Refusals")
struct RefusalTests {
    private let folder: TemporaryFolder
    private let sample: [UInt8]
    private let watchlist = Repository.path("Samples/watchlist.csv")

    init() throws {
        folder = try TemporaryFolder()
        sample = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Repository.path("Samples/sample.pcap"))))
    }

    private func replay(_ capture: String, list: String? = nil, store: String = ":memory:") throws -> CommandRun {
        try CommandRun(["replay", capture, "--watchlist", list ?? watchlist, "--store", store])
    }

    /// The sample with some bytes replaced.
    private func damaged(_ name: String, at offset: Int, _ bytes: [UInt8]) throws -> String {
        var copy = sample
        copy.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        return try folder.file(name, copy)
    }

    @Test("names an input that is not a capture at all, and fails")
    func noCapture() throws {
        let cases: [(path: String, words: String)] = [
            (folder.path("missing.pcap"), "No such file"),
            (try folder.file("empty.pcap", []), "is empty"),
            (try folder.file("text.pcap", "hello, world".utf8), "is not a pcap or pcapng capture"),
            (try folder.file("header.pcap", sample.prefix(20)), "cut in the file header (20 of 24 bytes)"),
            (try damaged("link.pcap", at: 20, [147, 0, 0, 0]), "link type 147"),
        ]
        for (path, words) in cases {
            let run = try replay(path)
            #expect(run.status == 1, "\(path)")
            #expect(run.errors.contains("\(path): ") && run.errors.contains(words), "\(run.errors)")
            #expect(run.output.isEmpty)
        }
    }

    @Test("keeps what came before a damaged place, and says where it is")
    func damagedPlace() throws {
        let cases: [(path: String, words: String)] = [
            (try folder.file("record.pcap", sample.prefix(24 + 76 + 10)), "cut in a record header"),
            (try folder.file("packet.pcap", sample.prefix(10_000)), "cut in a packet"),
            (try damaged("long.pcap", at: 24 + 16 + 60 + 8, [0, 0, 8, 0]), "claims 524288 bytes"),
        ]
        for (path, words) in cases {
            let run = try replay(path)
            #expect(run.status == 3, "\(path)")
            #expect(run.errors.contains("\(path) at byte ") && run.errors.contains(words), "\(run.errors)")
            #expect(run.output.hasPrefix("hour,origin,"))
        }
        #expect(try replay(folder.path("packet.pcap")).rows.count == 3)
    }

    @Test("goes on with the other inputs, and exits with 3")
    func otherInputs() throws {
        let good = Repository.path("Samples/sample.pcap")
        let run = try CommandRun([
            "replay", folder.path("missing.pcap"), good, "--watchlist", watchlist, "--store", ":memory:",
        ])
        #expect(run.status == 3)
        #expect(run.output == (try Repository.text("Samples/hourly-counts.csv")))
    }

    @Test("refuses what is not a list before a packet is read")
    func noList() throws {
        let cases: [(path: String, words: String)] = [
            (folder.path("missing.txt"), "No such file"),
            (try folder.file("page.txt", "<!DOCTYPE html><html></html>".utf8), "HTML"),
            (try folder.file("binary.txt", (0...255).map { UInt8($0) }), "not text"),
            (try folder.file("bad.txt", "192.0.2.1\nnonsense\n".utf8), "line 2: 'nonsense'"),
        ]
        for (path, words) in cases {
            let run = try replay(Repository.path("Samples/sample.pcap"), list: path)
            #expect(run.status == 1, "\(path)")
            #expect(run.errors.contains(path) && run.errors.contains(words), "\(run.errors)")
        }
    }

    @Test("loads the other lines of a list with a bad one, names its line, and exits with 3")
    func badLine() throws {
        let lines = (1...20).map { "192.0.2.\($0 * 2)" } + ["192.0.2.999", "198.51.100.23/24"]
        let list = try folder.file("list.txt", lines.joined(separator: "\n").utf8)
        let run = try replay(Repository.path("Samples/sample.pcap"), list: list)
        #expect(run.status == 3)
        #expect(run.errors.contains("line 21: '192.0.2.999'"))
        #expect(run.errors.contains("line 22: '198.51.100.23/24' has bits set behind its length"))
        #expect(run.rows.contains { $0["origin"] == "198.51.100.77" })
    }

    @Test("refuses a store that cannot be used, and leaves it as it is")
    func store() throws {
        let capture = Repository.path("Samples/sample.pcap")
        let text = try folder.file("text.db", "not a database".utf8)
        let refused = try replay(capture, store: text)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("no store of Flowcensus"))
        #expect(try folder.text("text.db") == "not a database")
        #expect(try replay(capture, store: folder.path("no-such-folder/census.db")).status == 1)
        let missing = try CommandRun(["export", "--store", folder.path("missing.db")])
        #expect(missing.status == 1)
        #expect(missing.errors.contains("there is no such store"))
    }

    @Test(
        "refuses an empty name of a file, a folder or a store, by which what is counted would be lost",
        arguments: [
            ["replay", "FILE", "--watchlist", "LIST", "--store", ""], ["replay", "", "--watchlist", "LIST"],
            ["replay", "FILE", "--watchlist", ""], ["merge", "FILE", "--into", ""], ["merge", "", "--into", "FILE"],
            ["ship", "--to", ""], ["store", "create", "--store", ""], ["store", "backup", ""],
            ["export", "--store", ""],
            ["export", "--output", ""], ["export", "--geo", ""], ["export", "--config", ""], ["watch", "--state", ""],
            ["notify", "--country", "all", "--output", ""], ["simulate", "--output", ""],
        ])
    func emptyNames(words: [String]) throws {
        let run = try CommandRun(words, in: folder.url)
        #expect(run.status == 2 && run.errors.contains(": is empty, and names nothing."), "\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }
}
