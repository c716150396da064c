import Foundation
import Testing

@Suite("Following captures that are being written")
struct FollowTests {
    private let folder: TemporaryFolder
    private let store: String
    private let sample: [UInt8]

    init() throws {
        folder = try TemporaryFolder()
        store = folder.path("census.db")
        sample = [UInt8](try Data(contentsOf: URL(fileURLWithPath: SampleFiles.capture)))
    }

    private func follow(_ captures: [String]) throws -> BackgroundCommand {
        try BackgroundCommand(
            [CommandRun.executable.path, "replay"] + captures
                + ["--watchlist", SampleFiles.watchlist, "--store", store, "--follow"])
    }

    private func append(_ bytes: some Sequence<UInt8>, to path: String) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }

    /// Waits until the store's hours state so many packets.
    private func wait(for run: BackgroundCommand, toCount packets: UInt64) throws {
        var stored: UInt64?
        while stored != packets {
            try #require(run.isRunning, "\(stored.map(String.init) ?? "no") packets")
            Thread.sleep(forTimeInterval: 0.1)
            // A look that falls into a checkpoint of the journal fails: the store is being written.
            stored = try? StoredPackets.count(in: store)
        }
    }

    /// How many whole packets lie in some first bytes of the sample.
    private func packets(in length: Int) -> UInt64 {
        var (position, packets): (Int, UInt64) = (24, 0)
        while position + 16 <= length {
            position += 16 + Int(sample[position + 8]) + Int(sample[position + 9]) << 8
            if position <= length { packets += 1 }
        }
        return packets
    }

    @Test("goes on with what is added, in pieces that end anywhere, and stops when it is told to")
    func grows() throws {
        let capture = try folder.file("growing.pcap", sample.prefix(10))
        let run = try follow([capture])
        for end in stride(from: 10, to: sample.count, by: 100_003) {
            let next = min(end + 100_003, sample.count)
            try append(sample[end..<next], to: capture)
            try wait(for: run, toCount: packets(in: next))
        }
        run.signal(SIGINT)
        let text = try run.finish()
        #expect(run.status == 0, "\(text)")
        #expect(text.contains("growing.pcap: 3634 packets, 1797 matched"))
        #expect(try SampleFiles.counts(in: store) == Repository.text("Samples/hourly-counts.csv"))
    }

    @Test("says that it waits where a folder holds nothing yet, and takes up what comes")
    func emptyFolder() throws {
        let spool = folder.path("spool")
        try FileManager.default.createDirectory(atPath: spool, withIntermediateDirectories: false)
        let run = try follow([spool])
        try run.waitForErrors("\(spool): holds no capture or flow log yet; waiting for one")
        _ = try folder.file("spool/sample.pcap", sample)
        try wait(for: run, toCount: 3_634)
        run.signal(SIGINT)
        _ = try run.finish()
        #expect(run.status == 0)
    }

    @Test("goes on in a flow log that is rotated, and counts every line of both once")
    func rotatedLog() throws {
        let header =
            "#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_pkts\n"
        func lines(_ hosts: Range<Int>) -> String {
            hosts.map { "1370000000.5\t10.0.0.\($0)\t5000\t192.0.2.1\t443\ttcp\t1\n" }.joined()
        }
        let list = try folder.file("listed.txt", Array("192.0.2.1\n".utf8))
        let log = try folder.file("conn.log", Array((header + lines(0..<20)).utf8))
        let run = try BackgroundCommand([
            CommandRun.executable.path, "replay", log, "--watchlist", list, "--store", store, "--follow",
        ])
        func wait(for hosts: Int) throws {
            var stored = 0
            while stored != hosts {
                try #require(run.isRunning, "\(stored) hosts")
                Thread.sleep(forTimeInterval: 0.1)
                stored = (try? CommandRun(["flows", "--store", store]).rows.count) ?? 0
            }
        }
        try wait(for: 20)
        // A line that is cut is not yet one.
        let more = Array(lines(20..<40).utf8)
        try append(more.dropLast(7), to: log)
        try wait(for: 39)
        try append(more.suffix(7), to: log)
        try FileManager.default.moveItem(atPath: log, toPath: folder.path("conn.2013-05-31.log"))
        let next = try folder.file("next", Array((header + lines(40..<60)).utf8))
        try FileManager.default.moveItem(atPath: next, toPath: log)
        try wait(for: 60)
        run.signal(SIGTERM)
        let text = try run.finish()
        #expect(run.status == 0, "\(text)")
        #expect(text.contains("is another file now"))
    }

    @Test("takes up a file that takes another's name, and misses nothing of the one before")
    func rotated() throws {
        let capture = try folder.file("current.pcap", sample.prefix(300_000))
        let run = try follow([capture])
        try run.waitForErrors("current.pcap: ")
        // What is written between the last look and the new name must be counted, too.
        try append(sample.dropFirst(300_000), to: capture)
        try FileManager.default.moveItem(atPath: capture, toPath: folder.path("current.pcap.1"))
        let flood = try folder.file("flood.pcap", FloodCapture.bytes(0..<100))
        try FileManager.default.moveItem(atPath: flood, toPath: capture)
        try wait(for: run, toCount: 3_734)
        run.signal(SIGTERM)
        let text = try run.finish()
        #expect(run.status == 0, "\(text)")
        #expect(text.contains("is another file now"))
    }
}
