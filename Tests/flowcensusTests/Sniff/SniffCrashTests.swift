import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Testing
import TrafficSimulation

@Suite(
    "A sniff that is killed", .serialized,
    .enabled(if: VirtualCable.isPermitted, "network namespaces take root, ip, sysctl and tcpreplay"))
struct SniffCrashTests {
    private let rate = 5_000.0
    private let checkpoint = 0.5
    /// What starting, stopping and the test's own clock may take: in seconds.
    private let slack = 0.75

    @Test("at 20 random moments never counts more than was sent, and misses at most what came since its last commit")
    func kill() throws {
        let folder = try TemporaryFolder()
        let cable = try VirtualCable()
        let capture = try folder.file("live.pcap", LiveSample.capture())
        let store = folder.path("census.db")
        let list = Repository.path("Samples/watchlist.csv")
        let seed = UInt64.random(in: 0...UInt64.max)
        print("moments of the kills are drawn from \(seed)")
        var random = SeededGenerator(seed: seed)
        let sender = try cable.beginSending(capture, ["--pps", "\(Int(rate))", "--loop", "100"])
        var counted = 0.0
        for _ in 0..<20 {
            let sniff = try SniffRun(cable, list: list, store: store, ["--checkpoint", "\(checkpoint)"])
            let begin = Date()
            Thread.sleep(forTimeInterval: Double.random(in: 0.1...1.5, using: &random))
            sniff.command.signal(SIGKILL)
            let seconds = Date().timeIntervalSince(begin)
            _ = try sniff.command.finish()
            let new = try seen(in: store) - counted
            counted += new
            #expect(new <= rate * (seconds + slack))
            #expect(new >= rate * (seconds - checkpoint - slack))
        }
        sender.signal(SIGTERM)
        _ = try sender.finish()
        #expect(counted > 0)
    }

    /// Packets that the store's hours state.
    private func seen(in store: String) throws -> Double {
        let coverage = try SQLiteCensus(path: store, access: .read).coverage(in: HourRange())
        return Double(coverage.values.reduce(0) { $0 + $1.seen })
    }
}
