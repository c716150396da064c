import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import Testing

@testable import SQLiteStore

/// How a sniff ends when the store cannot take what was counted.
@Suite(
    "A sniff whose store fails it", .serialized,
    .enabled(if: VirtualCable.isPermitted, "network namespaces take root, ip, sysctl and tcpreplay"))
struct SniffEndingTests {
    private let folder: TemporaryFolder
    private let cable: VirtualCable
    private let capture: String
    private let list = Repository.path("Samples/watchlist.csv")

    init() throws {
        folder = try TemporaryFolder()
        cable = try VirtualCable()
        capture = try folder.file("live.pcap", LiveSample.capture())
    }

    private func seen(in store: String) throws -> Int {
        let coverage = try SQLiteCensus(path: store, access: .read).coverage(in: HourRange())
        return Int(coverage.values.reduce(0) { $0 + $1.seen })
    }

    /// Waits until the sniff has committed so many packets.
    private func wait(for sniff: SniffRun, toCommit packets: Int, to store: String) throws {
        // A look that falls into a checkpoint of the journal fails: the store is being written.
        while (try? seen(in: store)) ?? 0 < packets {
            try #require(sniff.command.isRunning, "waited for \(packets) packets in the store")
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    @Test("ends at once at a second interrupt, while the first still waits for the store")
    func secondInterrupt() throws {
        let store = folder.path("census.db")
        let sniff = try SniffRun(cable, list: list, store: store, ["--checkpoint", "60"])
        try cable.send(capture)
        let holder = try SQLiteCensus(path: store, access: .write)
        // The store is held until the sniff has ended, which it could not by committing.
        try holder.write("hold the store") { _ in
            sniff.command.signal(SIGINT)
            try sniff.command.waitForErrors("stopping: interrupted")
            sniff.command.signal(SIGINT)
            try sniff.command.finish()
        }
        #expect(sniff.command.status == 128 + SIGINT)
        #expect(try seen(in: store) == 0)
    }

    @Test("says that a full disk holds up its commits, and makes up for them when there is room")
    func fullForAWhile() throws {
        let disk = try SmallDisk(kibibytes: 1_024)
        let store = disk.file("census.db")
        let sniff = try SniffRun(cable, list: list, store: store, ["--checkpoint", "0.3"])
        try cable.send(capture)
        try wait(for: sniff, toCommit: LiveSample.packets, to: store)
        try disk.fill(leaving: 0)
        try cable.send(capture)
        try sniff.command.waitForErrors("no room is left on the device")
        #expect(sniff.command.errors.contains("what was counted since is kept in memory"))
        try disk.makeRoom()
        try wait(for: sniff, toCommit: 2 * LiveSample.packets, to: store)
        #expect(try sniff.stop().matched == 2 * LiveSample.matched)
        #expect(try seen(in: store) == 2 * LiveSample.packets)
    }

    @Test("fails when the disk is full to the end: it says how many packets are lost, and what was committed stays")
    func fullToTheEnd() throws {
        let disk = try SmallDisk(kibibytes: 1_024)
        let store = disk.file("census.db")
        let sniff = try SniffRun(cable, list: list, store: store, ["--checkpoint", "0.3"])
        try cable.send(capture)
        try wait(for: sniff, toCommit: LiveSample.packets, to: store)
        try disk.fill(leaving: 0)
        try cable.send(capture)
        try sniff.command.waitForErrors("no room is left on the device")
        sniff.command.signal(SIGTERM)
        let text = try sniff.command.finish()
        #expect(sniff.command.status == 1)
        #expect(text.contains("no room is left on the device"))
        #expect(text.contains("\(LiveSample.packets) packets since the last commit are lost"), "\(text)")
        try disk.makeRoom()
        #expect(try seen(in: store) == LiveSample.packets)
    }
}
