import Foundation
import Testing

@Suite("A disk that is full", .enabled(if: SmallDisk.isPermitted, "mounting a small disk takes root"))
struct FullDiskTests {
    private let disk: SmallDisk
    private let folder: TemporaryFolder
    private let store: String

    /// A store on the disk, with the sample counted.
    init() throws {
        (disk, folder) = (try SmallDisk(), try TemporaryFolder())
        store = disk.file("census.db")
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
    }

    /// The store that a run on a roomy disk makes of two captures.
    private func undisturbed(_ second: String) throws -> String {
        let store = folder.path("undisturbed.db")
        #expect(try SampleFiles.replay([SampleFiles.capture, second], store: store).status == 0)
        return try SampleFiles.counts(in: store)
    }

    @Test(
        "loses nothing that was committed, and the same command completes once there is room",
        arguments: [0, 8, 40, 80])
    func store(roomInKibibytes: Int) throws {
        let before = try SampleFiles.counts(in: store)
        let second = try folder.file("second.pcap", LiveSample.capture())
        try disk.fill(leaving: roomInKibibytes)
        let run = try SampleFiles.replay([SampleFiles.capture, second], store: store)
        #expect(run.status == 1)
        #expect(run.errors.contains("\(store): no room is left on the device"), "\(run.errors)")
        #expect(run.errors.contains("make room and run the same command again"))
        #expect(try SampleFiles.counts(in: store) == before)
        try disk.makeRoom()
        let again = try SampleFiles.replay([SampleFiles.capture, second], store: store)
        #expect(again.status == 0, "\(again.errors)")
        #expect(try SampleFiles.counts(in: store) == undisturbed(second))
        #expect(try CommandRun(["store", "check", "--store", store]).status == 0)
    }

    @Test("takes no new store, and says so")
    func newStore() throws {
        try disk.fill(leaving: 0)
        let run = try SampleFiles.replay([SampleFiles.capture], store: disk.file("new.db"))
        #expect(run.status == 1)
        #expect(run.errors.contains("new.db: no room is left on the device"), "\(run.errors)")
    }

    @Test("takes no file of results, of which no part is left under any name", arguments: [0, 4])
    func output(roomInKibibytes: Int) throws {
        try disk.fill(leaving: roomInKibibytes)
        let output = disk.file("flows.csv")
        let run = try CommandRun(["flows", "--store", store, "--output", output])
        #expect(run.status == 1)
        #expect(run.errors.contains("\(output): cannot be written: no room is left on the device"), "\(run.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: disk.path)
        #expect(!names.contains { $0.hasPrefix("flows.csv") }, "\(names)")
        try disk.makeRoom()
        #expect(try CommandRun(["flows", "--store", store, "--output", output]).status == 0)
    }

    @Test("keeps the counts of a replay whose --export has no room")
    func export() throws {
        try disk.fill(leaving: 0)
        let other = folder.path("census.db")
        let options = ["--export", disk.file("counts.csv")]
        let run = try SampleFiles.replay([SampleFiles.capture], store: other, options)
        #expect(run.status == 1)
        #expect(run.errors.contains("counts.csv: cannot be written: no room is left on the device"), "\(run.errors)")
        try disk.makeRoom()
        #expect(try SampleFiles.replay([SampleFiles.capture], store: other, options).status == 0)
        let counts = try String(contentsOfFile: disk.file("counts.csv"), encoding: .utf8)
        #expect(counts == (try Repository.text("Samples/hourly-counts.csv")))
    }

    @Test("does not keep a store from being vacuumed later")
    func vacuum() throws {
        try disk.fill(leaving: 0)
        let run = try CommandRun(["store", "vacuum", "--store", store])
        #expect(run.status == 1)
        #expect(run.errors.contains("no room is left on the device"), "\(run.errors)")
        try disk.makeRoom()
        #expect(try CommandRun(["store", "vacuum", "--store", store]).status == 0)
        #expect(try CommandRun(["store", "check", "--store", store]).status == 0)
    }
}

@Suite("A disk that is read-only", .enabled(if: SmallDisk.isPermitted, "mounting a small disk takes root"))
struct ReadOnlyDiskTests {
    private let disk: SmallDisk

    init() throws {
        disk = try SmallDisk()
    }

    @Test("takes no counts, which is said before a packet is read, and lets the store be read")
    func store() throws {
        let store = disk.file("census.db")
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        try disk.makeReadOnly()
        let run = try SampleFiles.replay([SampleFiles.capture], store: store)
        #expect(run.status == 1)
        #expect(run.errors.contains("\(store): cannot be written, its file: Read-only file system"), "\(run.errors)")
        #expect(!run.errors.contains("packets"))
        #expect(try SampleFiles.counts(in: store) == (try Repository.text("Samples/hourly-counts.csv")))
        #expect(try CommandRun(["store", "check", "--store", store]).status == 0)
        let new = try SampleFiles.replay([SampleFiles.capture], store: disk.file("new.db"))
        #expect(new.errors.contains("new.db: cannot be written, its folder: Read-only file system"), "\(new.errors)")
    }

    @Test("holds a store of which a killed run left a log, and it is read with what the log holds")
    func log() throws {
        let store = disk.file("census.db")
        try KilledRun.make(store)
        try disk.makeReadOnly()
        #expect(try SampleFiles.counts(in: store) == (try Repository.text("Samples/hourly-counts.csv")))
    }
}
