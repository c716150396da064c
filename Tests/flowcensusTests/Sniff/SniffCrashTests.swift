import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@Suite(
    "A sniff that is killed", .serialized,
    .enabled(if: VirtualCable.isPermitted, "network namespaces take root, ip, sysctl and tcpreplay"))
struct SniffCrashTests {
    @Test("at 20 random moments never counts more than was sent, and misses nothing that came before its last commit")
    func kill() throws {
        let folder = try TemporaryFolder()
        let cable = try VirtualCable()
        let capture = try folder.file("live.pcap", LiveSample.capture())
        let store = folder.path("census.db")
        let list = Repository.path("Samples/watchlist.csv")
        var random = SeededGenerator()
        var counted = 0
        for _ in 0..<20 {
            let sniff = try SniffRun(cable, list: list, store: store, ["--checkpoint", "0.3"])
            try cable.send(capture)
            // A look that falls into a checkpoint of the journal fails: the store is being written.
            while (try? seen(in: store)) ?? 0 < counted + LiveSample.packets {
                try #require(sniff.command.isRunning, "\(sniff.command.errors)")
                Thread.sleep(forTimeInterval: 0.02)
            }
            let sender = try cable.beginSending(capture, ["--pps", "5000"])
            Thread.sleep(forTimeInterval: Double.random(in: 0...1, using: &random))
            sniff.command.signal(SIGKILL)
            _ = try sniff.command.finish()
            _ = try sender.finish()
            let new = try seen(in: store) - counted
            counted += new
            #expect((LiveSample.packets...2 * LiveSample.packets).contains(new))
        }
    }

    /// Packets that the store's hours state.
    private func seen(in store: String) throws -> Int {
        let coverage = try SQLiteCensus(path: store, access: .read).coverage(in: HourRange())
        return Int(coverage.values.reduce(0) { $0 + $1.seen })
    }
}
