import Foundation
import GRDB
import Testing
import TrafficSimulation

@Suite("A store in trouble")
struct StoreFaultTests {
    private let folder: TemporaryFolder
    private let store: String
    private let golden: String

    init() throws {
        folder = try TemporaryFolder()
        store = folder.path("census.db")
        golden = try Repository.text("Samples/hourly-counts.csv")
    }

    @Test("that another process has locked is waited for, then the process is named")
    func locked() throws {
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        let second = try folder.file("second.pcap", LiveSample.capture())
        let queue = try DatabaseQueue(path: store)
        try queue.inDatabase { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            let run = try SampleFiles.replay([second], store: store)
            #expect(run.status == 1)
            let holder = ProcessInfo.processInfo.processIdentifier
            #expect(run.errors.contains("\(store): is locked by process \(holder) ("), "\(run.errors)")
            #expect(run.errors.contains("run the same command again when that has ended"))
            #expect(try SampleFiles.counts(in: store) == golden)
            try database.execute(sql: "ROLLBACK")
        }
        #expect(try SampleFiles.replay([second], store: store).status == 0)
    }

    @Test("whose writer was killed is looked through by the next run, which completes the rest")
    func killed() throws {
        try KilledRun.make(store)
        let run = try SampleFiles.replay([SampleFiles.capture], store: store)
        #expect(run.status == 0)
        #expect(run.errors.contains("\(store): the last run did not come to its end"), "\(run.errors)")
        #expect(run.errors.contains("counted before"))
        #expect(try SampleFiles.counts(in: store) == golden)
        let next = try SampleFiles.replay([SampleFiles.capture], store: store)
        #expect(!next.errors.contains("did not come to its end"))
    }

    @Test("whose writer was killed gives what was committed to a reader, who changes nothing in it")
    func killedThenRead() throws {
        try KilledRun.make(store)
        #expect(try SampleFiles.counts(in: store) == golden)
        let run = try SampleFiles.replay([SampleFiles.capture], store: store)
        #expect(run.errors.contains("did not come to its end"))
    }

    /// Replaces some bytes of the store.
    private func damage(_ range: Range<Int>, seed: UInt64) throws {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: store)))
        var random = SeededGenerator(seed: seed)
        for index in range.clamped(to: bytes.indices) { bytes[index] = UInt8.random(in: 0...255, using: &random) }
        try Data(bytes).write(to: URL(fileURLWithPath: store))
    }

    /// Every command ends with a status, by itself, and says what is wrong.
    private func expectRefusals(_ commands: [[String]]) throws {
        for command in commands {
            let run = try CommandRun(command + ["--store", store])
            #expect(run.status == 1, "\(command): \(run.errors)")
            #expect(run.errors.contains("\(store): is damaged"), "\(run.errors)")
            #expect(run.errors.contains("put back a copy of it, or count the captures again"))
        }
    }

    @Test("that was cut short is refused, and left as it is")
    func truncated() throws {
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: store))
        try bytes.prefix(bytes.count * 6 / 10).write(to: URL(fileURLWithPath: store))
        let before = try folder.text("census.db")
        try expectRefusals([
            ["export"], ["flows"], ["store", "info"], ["store", "check"], ["store", "vacuum"],
            ["replay", SampleFiles.capture, "--watchlist", SampleFiles.watchlist],
        ])
        #expect(try folder.text("census.db") == before)
    }

    @Test("of which the last writer was killed, and that was overwritten since, is refused when it is opened")
    func overwritten() throws {
        try KilledRun.make(store)
        // The log goes into the file; the mark of the writer stays.
        try DatabaseQueue(path: store).inDatabase { _ = try $0.checkpoint(.truncate) }
        try damage(20_000..<60_000, seed: 1)
        try expectRefusals([["export"], ["replay", SampleFiles.capture, "--watchlist", SampleFiles.watchlist]])
    }

    @Test("that was overwritten anywhere ends no command otherwise than by a status, and 'store check' tells")
    func noise() throws {
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        let sound = try Data(contentsOf: URL(fileURLWithPath: store))
        let seed = UInt64.random(in: 0...UInt64.max)
        print("noise is drawn from \(seed)")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            try sound.write(to: URL(fileURLWithPath: store))
            let begin = Int.random(in: 100..<sound.count - 100, using: &random)
            try damage(begin..<begin + Int.random(in: 1...5_000, using: &random), seed: random.next())
            for command in [
                ["export"], ["export", "--by", "host"], ["flows"], ["store", "info"], ["store", "check"],
            ] {
                let run = try CommandRun(command + ["--store", store])
                #expect([0, 1].contains(run.status), "\(command) \(begin): \(run.errors)")
                #expect(run.status == 0 || !(run.output + run.errors).isEmpty)
            }
        }
    }

    @Test("that is removed while a replay counts into it is missed at the next commit", arguments: ["remove", "move"])
    func gone(how: String) throws {
        let pipe = folder.path("pipe")
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        let run = try BackgroundCommand([
            CommandRun.executable.path, "replay", SampleFiles.capture, pipe, "--watchlist", SampleFiles.watchlist,
            "--store", store, "--jobs", "1",
        ])
        try run.waitForErrors("sample.pcap: 3634 packets")
        for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: store + ending) {
            if how == "remove" {
                try FileManager.default.removeItem(atPath: store + ending)
            } else {
                try FileManager.default.moveItem(atPath: store + ending, toPath: folder.path("moved.db" + ending))
            }
        }
        // Opening a pipe to write into it waits until somebody reads it, so that no byte is written in vain.
        let writer = try FileHandle(forWritingTo: URL(fileURLWithPath: pipe))
        try writer.write(contentsOf: Data(FloodCapture.bytes(0..<100)))
        try writer.close()
        let text = try run.finish()
        #expect(run.status == 1)
        #expect(text.contains("census.db: was moved, removed or replaced while it was counted into"), "\(text)")
    }

    @Test("is not a folder")
    func isFolder() throws {
        for command in [["export"], ["store", "info"]] {
            let run = try CommandRun(command + ["--store", folder.url.path])
            #expect(run.status == 1)
            #expect(run.errors.contains("is a folder, and a store is a file: name one in it"), "\(run.errors)")
        }
        let run = try SampleFiles.replay([SampleFiles.capture], store: folder.url.path)
        #expect(run.errors.contains("is a folder, and a store is a file: name one in it"))
    }

    @Test("that is an empty file is not a store to read, and becomes one by writing")
    func empty() throws {
        _ = try folder.file("census.db", [])
        #expect(try CommandRun(["export", "--store", store]).errors.contains("there is no such store"))
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        #expect(try SampleFiles.counts(in: store) == golden)
    }
}
