import CensusExport
import CensusModel
import CensusQueries
import Classification
import Foundation
import HourlyRollup
import Logging
import NetworkTypes
import PacketDecoding
import Runtime
import SQLiteStore
import Synchronization
import Testing
import TrafficSimulation
import Watchlist

@testable import IngestPipeline
@testable import PacketCapture

/// A whole session over a capture file in place of an interface, by a clock that the test sets.
@Suite("A session")
struct SniffSessionTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("session-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Seconds since 1970 at which an hour begins.
    private static let hour: Int64 = 380_567 * 3_600

    /// Datagrams of 40 hosts to one listed origin, a second apart from each of some times on; every fourth to another one.
    private func capture(_ starts: [Int64]) throws -> String {
        var writer = PcapWriter(linkType: .ethernet)
        for start in starts {
            for number in 0..<400 {
                let packet = FrameBuilder.ip(
                    from: .v4(IPv4Address(rawValue: 0x0A00_0000 + UInt32(number % 40))),
                    to: .v4(IPv4Address(rawValue: number % 4 == 0 ? 0x0808_0808 : 0xC000_0205)), .udp,
                    FrameBuilder.udp(from: 9_000, to: 53, [1, 2, 3]))
                let seconds = Self.hour + start + Int64(number)
                writer.add(FrameBuilder.ethernet(ip: packet), at: Timestamp(nanoseconds: seconds * 1_000_000_000))
            }
        }
        let path = folder.appendingPathComponent("live.pcap").path
        try Data(writer.bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func list() throws -> ListOptions {
        let path = folder.appendingPathComponent("list.txt").path
        try "192.0.2.5\n".write(toFile: path, atomically: true, encoding: .utf8)
        return ListOptions(lists: [path])
    }

    /// Runs a session of some seconds over a capture, and returns its export, its summary and its log.
    private func sniff(
        _ path: String, seconds: Double, clock: @escaping WallClock
    ) throws -> (census: String, summary: SniffSummary, log: [String]) {
        var options = SniffOptions(interfaces: ["any"], lists: try list(), store: ":memory:", tunnels: .innermost)
        (options.checkpoint, options.duration) = (0.2, seconds)
        let loader = try WatchlistLoader(options.lists)
        let loaded = LoadedWatchlist(try loader.load())
        let log = LogLines()
        let logger = Logger(label: "test") { _ in log }
        let memory = SniffMemory(bytes: 64 * 1_024 * 1_024, workers: 1)
        let settings = WorkerSettings(
            rules: CountingRules(internalNetworks: loader.internalNetworks, tunnels: .innermost), budget: nil,
            memory: memory,
            inbox: SniffInbox(), clocks: Clocks(wall: clock, steady: Clocks.system.steady), logger: logger)
        let store = try SessionStore(
            SQLiteStores(), ":memory:", interfaces: options.interfaces, lists: loaded.lists,
            basis: CountingBasis(internalNetworks: "", tunnels: "innermost", tunnelPeers: ""), memory: memory,
            clock: Clocks.system.steady, logger: logger)
        let inUse = ListInUse(loaded: loaded, generation: 0)
        let capture = LiveCapture(
            NetworkInterface("any"), options.live, reading: try PcapHandle.activate(file: path), isShared: false)
        let worker = CaptureWorker(OpenedCapture(capture, isFirst: true), settings: settings, list: inUse)
        let session = SniffSession(
            options, workers: [worker], settings: settings, store: store, list: inUse, status: SniffStatus())
        let summary = try session.run()
        return (try export(store.store), summary, log.lines)
    }

    private func export(_ source: any FlowSource) throws -> String {
        var text: [UInt8] = []
        try CensusQuery(source, hours: HourRange(), format: .csv).export(by: .originAndHour, minimumGrade: nil) {
            text += $0
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func replay(_ path: String) throws -> String {
        let store = folder.appendingPathComponent("replayed.db").path
        let options = ReplayOptions(inputs: [path], lists: try list(), store: store, tunnels: .innermost)
        let job = try ReplayJob(options, stores: SQLiteStores(), logger: Logger(label: "test"))
        _ = try job.run()
        return try export(SQLiteCensus(path: store, access: .read))
    }

    @Test("that sees an hour end closes it, and counts late packets of it all the same")
    func hourChange() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try capture([3_000, 3_500, 3_300])
        let (census, summary, log) = try sniff(path, seconds: 0.6) { Timestamp(nanoseconds: Self.hour * 1_000_000_000) }
        #expect(try census == replay(path))
        #expect(summary.coverage.seen == 1_200 && summary.coverage.matched == 900)
        #expect(census.split(separator: "\n").count == 3)
        let hour = Hour(containing: Timestamp(nanoseconds: Self.hour * 1_000_000_000))
        #expect(log.contains("\(hour): over: 800 packets, 600 matched, 0 dropped"), "\(log)")
    }

    @Test(
        "says that the clock was set, and counts every packet by the time that it states",
        arguments: [(7_200, "forward"), (-7_200, "back")])
    func clockStep(step: Int64, words: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try capture([100, 100 + step, 500])
        let begin = SystemClock.steady
        let stepAt = begin + 1_500_000_000
        let (census, summary, log) = try sniff(path, seconds: 2.5) {
            let now = SystemClock.steady
            let wall = (Self.hour - 8_000) * 1_000_000_000 + now - begin
            return Timestamp(nanoseconds: wall + (now < stepAt ? 0 : step * 1_000_000_000))
        }
        #expect(try census == replay(path))
        #expect(summary.coverage.seen == 1_200 && summary.coverage.matched == 900)
        #expect(summary.coverage.decoded == 1_200 && summary.coverage.dropped.isEmpty)
        #expect(log.filter { $0.contains("the clock was set \(words)") }.count == 1, "\(log)")
    }
}

/// Keeps what is logged.
private final class LogLines: LogHandler, Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        kept.withLock { $0.append("\(event.message)") }
    }
}
