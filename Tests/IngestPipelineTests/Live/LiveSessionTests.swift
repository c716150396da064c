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
struct LiveSessionTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("session-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Seconds since 1970 at which an hour begins.
    private static let hour: Int64 = 380_567 * 3_600

    /// A wall clock that stands still before the packets' times.
    private static let atTheHour = Clocks(
        wall: { Timestamp(nanoseconds: hour * 1_000_000_000) }, steady: Clocks.system.steady)

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

    /// A session over a capture in place of an interface, which ends by itself when all 1,200 packets were counted.
    private func session(
        _ path: String, store name: String = ":memory:", lists: ListOptions? = nil,
        opened: ((OpenedCapture) -> Void)? = nil, clocks: Clocks = Self.atTheHour
    ) throws -> RunningSession {
        var options = LiveCountOptions(
            names: ["any"], kind: .session, lists: try lists ?? list(), store: name, tunnels: .innermost)
        options.checkpoint = 0.2
        let loader = try WatchlistLoader(options.lists)
        let loaded = LoadedWatchlist(try loader.load())
        let log = LogLines()
        let logger = Logger(label: "test") { _ in log }
        let memory = LiveMemory(bytes: 64 * 1_024 * 1_024, workers: 1)
        let settings = WorkerSettings(
            rules: CountingRules(internalNetworks: loader.internalNetworks, tunnels: .innermost),
            budget: PacketBudget(1_200), memory: memory, inbox: LiveInbox(), clocks: clocks, logger: logger)
        let store = try SessionStore(
            SQLiteStores(), options, lists: loaded.lists,
            basis: CountingBasis(internalNetworks: "", tunnels: "innermost", tunnelPeers: ""), memory: memory,
            metrics: LiveMetrics(countsRecords: false), clock: Clocks.system.steady, logger: logger)
        let inUse = ListInUse(loaded: loaded, generation: 0)
        let capture = OpenedCapture(
            LiveCapture(
                NetworkInterface("any"), LiveOptions(), reading: try PcapHandle.activate(file: path), isShared: false),
            isFirst: true)
        opened?(capture)
        let worker = CaptureWorker(capture, settings: settings, list: inUse)
        let session = LiveSession(
            options, workers: [worker], settings: settings, store: store, list: inUse, watch: ListWatch(options.lists),
            status: LiveStatus(), metrics: LiveMetrics(countsRecords: false))
        return RunningSession(
            session: session, worker: worker, store: store.store, inbox: settings.inbox, log: log)
    }

    /// Puts a pipe in the place of a file.
    private func makePipe(_ path: String) throws {
        try FileManager.default.removeItem(atPath: path)
        let status = unsafe mkfifo(path, 0o600)
        try #require(status == 0)
    }

    /// Waits for a reader of a pipe, and hands it some text and the end.
    private func write(_ text: String, into pipe: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: pipe))
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    private struct RunningSession {
        let session: LiveSession
        let worker: CaptureWorker
        let store: any CensusStore
        let inbox: LiveInbox
        let log: LogLines
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
        let run = try session(path)
        let summary = try run.session.run()
        let census = try export(run.store)
        #expect(try census == replay(path))
        #expect(summary.coverage.seen == 1_200 && summary.coverage.matched == 900)
        #expect(census.split(separator: "\n").count == 3)
        let hour = Hour(containing: Timestamp(nanoseconds: Self.hour * 1_000_000_000))
        #expect(run.log.lines.contains { $0.hasPrefix("\(hour): over: ") }, "\(run.log.lines)")
    }

    @Test(
        "says that the clock was set, and counts every packet by the time that it states",
        arguments: [(7_200, "forward"), (-7_200, "back")])
    func clockStep(step: Int64, words: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try capture([100, 100 + step, 500])
        // The clock is set right after the session has looked at it for the first time.
        let looks = Atomic<Int>(0)
        let begin = SystemClock.steady
        let clocks = Clocks(
            wall: {
                let step = looks.add(1, ordering: .relaxed).oldValue == 0 ? 0 : step
                let seconds = Self.hour - 8_000 + step
                return Timestamp(nanoseconds: seconds * 1_000_000_000 + SystemClock.steady - begin)
            }, steady: Clocks.system.steady)
        let run = try session(path, clocks: clocks)
        let summary = try run.session.run()
        #expect(try export(run.store) == replay(path))
        #expect(summary.coverage.seen == 1_200 && summary.coverage.matched == 900)
        #expect(summary.coverage.decoded == 1_200 && summary.coverage.dropped.isEmpty)
        let said = run.log.lines.filter { $0.contains("the clock was set \(words)") }
        #expect(said.count == 1, "\(run.log.lines)")
    }

    @Test("counts, commits and ends while its lists are loaded again, however long that takes")
    func slowReload() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try capture([3_000, 3_500, 3_300])
        let lists = try list()
        let run = try session(path, lists: lists)
        // A pipe into which nobody writes: the load never ends.
        let pipe = lists.lists[0]
        try makePipe(pipe)
        run.inbox.post(.signal(.reloadLists))
        run.inbox.post(.signal(.reloadLists))
        let summary = try run.session.run()
        #expect(summary.coverage.matched == 900)
        #expect(try export(run.store).split(separator: "\n").count == 3)
        #expect(!run.log.lines.contains { $0.contains("were reloaded") || $0.contains("were not reloaded") })
    }

    @Test("takes up lists once they are whole, twice where it was asked to again meanwhile")
    func reloadWhileLoading() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let lists = try list()
        let run = try session(try capture([3_000]), lists: lists)
        let pipe = lists.lists[0]
        try makePipe(pipe)
        let thread = SessionThread(run.session)
        run.inbox.post(.signal(.reloadLists))
        // The load waits for these words, and the next one for those after them.
        run.log.wait { $0.contains("loading the lists again") }
        run.inbox.post(.signal(.reloadLists))
        try write("192.0.2.5\n8.8.8.8\n", into: pipe)
        run.log.wait { $0 == "the lists were reloaded: 2 entries" }
        try write("192.0.2.5\n8.8.8.8\n9.9.9.9\n", into: pipe)
        run.log.wait { $0 == "the lists were reloaded: 3 entries" }
        run.inbox.post(.signal(.stop(reason: "enough")))
        _ = try thread.summary()
    }

    @Test("takes up a new version in a folder of lists by itself")
    func newVersion() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let versions = try ListVersions(folder.appendingPathComponent("feed"))
        try versions.put("20130531T000000Z-aaaaaaaaaaaa", "192.0.2.5\n")
        let run = try session(try capture([3_000]), lists: ListOptions(lists: [versions.path]))
        let thread = SessionThread(run.session)
        run.log.wait { $0.contains("capturing") }
        try versions.put("20130531T010000Z-bbbbbbbbbbbb", "192.0.2.5\n8.8.8.8\n")
        run.log.wait { $0 == "the lists were reloaded: 2 entries" }
        run.inbox.post(.signal(.stop(reason: "enough")))
        _ = try thread.summary()
    }

    @Test("has its last segment from a worker whose thread begins only after it was asked to stop")
    func earlyStop() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try session(try capture([3_000]))
        let begin = Self.atTheHour.wall()
        run.worker.desk.askToStop(at: begin)
        run.worker.start(from: begin)
        // Ends when the segment is there, and else, in vain, after ten minutes.
        _ = run.inbox.take(within: 600_000_000_000)
        let segment = run.worker.desk.takeSegment()
        #expect(segment?.isLast == true)
    }

    @Test("says how many packets are lost when a worker does not hand over what it counted, and is not success")
    func missedDeadline() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        // Every look at the clock takes ten seconds.
        let looks = Atomic<Int64>(0)
        let clocks = Clocks(
            wall: Clocks.system.wall,
            steady: { looks.add(10_000_000_000, ordering: .relaxed).newValue })
        let run = try session(try capture([3_000]), opened: { _ = $0.take() }, clocks: clocks)
        run.inbox.post(.signal(.stop(reason: "enough")))
        let summary = try run.session.run()
        #expect(summary.lostAll)
        #expect(run.log.lines.contains { $0.hasPrefix("any: waiting for what was counted last") }, "\(run.log.lines)")
        #expect(
            run.log.lines.contains {
                $0.hasPrefix("any: 0 packets or more since the last commit are lost: they were not handed over in time")
            })
    }

    @Test("writes what is still in memory to a new store where the old one was removed, and is not success")
    func removedStore() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = folder.appendingPathComponent("census.db").path
        let run = try session(try capture([3_000, 3_500, 3_300]), store: store)
        for end in ["", "-wal", "-shm"] { try FileManager.default.removeItem(atPath: store + end) }
        let summary = try run.session.run()
        #expect(summary.lostAll)
        let said = run.log.lines.filter { $0.hasPrefix("\(store): was moved, removed or replaced") }
        #expect(said.count == 1, "\(run.log.lines)")
        let coverage = try SQLiteCensus(path: store, access: .read).coverage(in: HourRange())
        #expect(coverage.values.reduce(0) { $0 + $1.seen } == 1_200)
    }
}

/// A session that runs beside the test.
private final class SessionThread: Sendable {
    private let result = Monitor<Result<LiveSummary, any Error>?>(nil)

    init(_ session: sending LiveSession) {
        // Belongs to the thread from here on.
        nonisolated(unsafe) let session = session
        Thread.detachNewThread { [result] in
            let summary = Result { try unsafe session.run() }
            result.withLock { $0 = summary }
        }
    }

    /// Waits for its end.
    func summary() throws -> LiveSummary {
        try result.wait { $0 }.get()
    }
}

/// Keeps what is logged.
private final class LogLines: LogHandler, Sendable {
    private let kept = Monitor<[String]>([])
    var lines: [String] { kept.withLock { $0 } }

    /// Waits for a line.
    func wait(for condition: (String) -> Bool) {
        kept.wait { $0.contains(where: condition) ? () : nil }
    }

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
