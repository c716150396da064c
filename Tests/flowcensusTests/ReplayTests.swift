import CensusModel
import Foundation
import NetworkTypes
import Testing
import TrafficSimulation

@Suite("Replay")
struct ReplayTests {
    private let folder: TemporaryFolder
    private let watchlist = Repository.path("Samples/watchlist.csv")

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The sample's frames dealt to several captures.
    private func pieces(_ count: Int) throws -> [String] {
        let sample = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Repository.path("Samples/sample.pcap"))))
        var captures = Array(repeating: Array(sample.prefix(24)), count: count)
        var position = 24
        var number = 0
        while position < sample.count {
            let length = 16 + Int(sample[position + 8]) + Int(sample[position + 9]) << 8
            captures[number % count] += sample[position..<position + length]
            position += length
            number += 1
        }
        return try captures.enumerated().map { try folder.file("piece\($0.offset).pcap", $0.element) }
    }

    private func export(_ store: String) throws -> String {
        let run = try CommandRun(["export", "--store", store])
        #expect(run.status == 0)
        return run.output
    }

    /// All but the column that says how well an hour was seen, which the pieces share.
    @Test("gives the same export for any order of files, together or one by one, with any number of jobs")
    func orderFree() throws {
        let files = try pieces(5)
        let golden = try Repository.text("Samples/hourly-counts.csv")
        let runs: [[[String]]] = [
            [files], [files.reversed()], files.map { [$0] }, [[files[2], files[0]], [files[4], files[1], files[3]]],
        ]
        for (number, run) in runs.enumerated() {
            let store = folder.path("store\(number).db")
            for inputs in run {
                let jobs = String(1 + number % 3)
                let done = try CommandRun(
                    ["replay"] + inputs + ["--watchlist", watchlist, "--store", store, "--jobs", jobs])
                #expect(done.status == 0, "\(done.errors)")
            }
            #expect(try export(store) == golden)
        }
    }

    @Test("counts a capture once, whatever its name and packing")
    func exactlyOnce() throws {
        let sample = Repository.path("Samples/sample.pcap")
        let store = folder.path("census.db")
        let copy = folder.path("renamed.pcap")
        try FileManager.default.copyItem(atPath: sample, toPath: copy)
        for input in [sample, sample, copy] {
            #expect(try CommandRun(["replay", input, "--watchlist", watchlist, "--store", store]).status == 0)
        }
        #expect(try export(store) == (try Repository.text("Samples/hourly-counts.csv")))
    }

    @Test("reads standard input, folders, and what gzip and zstd pack")
    func inputs() throws {
        let sample = URL(fileURLWithPath: Repository.path("Samples/sample.pcap"))
        let golden = try Repository.text("Samples/hourly-counts.csv")
        for (tool, name) in [("gzip", "captures/sample.pcap.gz"), ("zstd", "captures/sample.pcap.zst")] {
            try? FileManager.default.removeItem(atPath: folder.path("captures"))
            try FileManager.default.createDirectory(atPath: folder.path("captures"), withIntermediateDirectories: true)
            _ = try folder.file("captures/notes.txt", "no capture".utf8)
            try pack(sample, with: tool, to: name)
            let arguments = ["--watchlist", watchlist, "--store", ":memory:"]
            let ofFolder = try CommandRun(["replay", folder.path("captures")] + arguments)
            #expect(ofFolder.output == golden)
            #expect(ofFolder.errors.contains("notes.txt: passed over"))
            let packed = URL(fileURLWithPath: folder.path(name))
            #expect(try CommandRun(["replay", "-"] + arguments, input: packed).output == golden)
        }
        let plain = try CommandRun(
            ["replay", "-", "--watchlist", watchlist, "--store", ":memory:"], input: sample)
        #expect(plain.output == golden)
    }

    @Test("reads a named pipe")
    func namedPipe() throws {
        let pipe = folder.path("pipe")
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        let writer = Process()
        writer.executableURL = URL(fileURLWithPath: "/bin/sh")
        writer.arguments = ["-c", "cat \"$0\" > \"$1\"", Repository.path("Samples/sample.pcap"), pipe]
        try writer.run()
        let run = try CommandRun(["replay", pipe, "--watchlist", watchlist, "--store", ":memory:"])
        writer.waitUntilExit()
        #expect(run.output == (try Repository.text("Samples/hourly-counts.csv")))
    }

    private func pack(_ file: URL, with tool: String, to name: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool, "-c", file.path]
        process.standardOutput = try folder.writingHandle(name)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    @Test("counts nobody as affected by a scan of 10,000 addresses, however they answer")
    func scan() throws {
        var timeline = Timeline()
        let scanner = try #require(IPAddress(parsing: "192.0.2.99".utf8))
        for number in 0..<10_000 {
            let host = IPAddress.v4(IPv4Address(rawValue: 0x0A63_0000 + UInt32(number)))
            let at = Timestamp(nanoseconds: 1_370_041_200_000_000_000 + Int64(number) * 1_000_000)
            var probe = Conversation(host: host, port: 445, origin: scanner, port: 41_000, at: at)
            probe.tcp(.fromOrigin, .syn, &timeline)
            switch number % 3 {
            case 0: probe.tcp(.fromHost, [.rst, .ack], &timeline)
            case 1:
                probe.icmp(
                    .fromHost, type: 3, code: 3,
                    FrameBuilder.ip(from: scanner, to: host, .udp, [0, 0, 0, 0, 0, 8, 0, 0]), &timeline)
            default: break
            }
        }
        let capture = try folder.file("scan.pcap", timeline.capture(linkType: .ethernet))
        let list = try folder.file("list.txt", "192.0.2.99\n".utf8)
        let run = try CommandRun(["replay", capture, "--watchlist", list, "--store", ":memory:"])
        let row = try #require(run.rows.first)
        #expect(run.rows.count == 1)
        #expect(row["affected"] == "0")
        #expect(row["probed"] == "10000")
        #expect(row["hosts"] == "10000")
    }
}
