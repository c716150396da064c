import CensusModel
import Classification
import HourlyRollup
import Logging
import NetworkTypes
import PacketDecoding
import Runtime
import SQLiteStore
import Testing
import Watchlist

@testable import IngestPipeline

/// Replays in this process, into a store in memory.
struct ReplayInProcess {
    let store: SQLiteCensus
    private let watchlist: Watchlist
    /// The names and versions of what is looked up.
    var lists = ListSet([ListUse(name: "list.txt", version: "1")])

    init(_ store: SQLiteCensus? = nil) throws {
        self.store = try store ?? SQLiteCensus(path: SQLiteCensus.inMemoryPath, access: .write)
        watchlist = Watchlist([WatchlistEntry(prefix: try #require(IPPrefix.parse("192.0.2.0/24".utf8)).prefix)])
    }

    @discardableResult
    func run(
        _ inputs: [String], jobs: Int = 1, again: Bool = false, exports: Bool = false, memory: Int = 1 << 30,
        into census: (any CensusSink)? = nil, clock: @escaping SteadyClock = Clocks.system.steady
    ) throws -> ReplaySummary {
        let tallies = TallyMemory(bytes: memory, jobs: jobs)
        let ingest = CaptureIngest(
            watchlist: watchlist, rules: CountingRules(internalNetworks: .defaultInternal, tunnels: .innermost),
            progress: IngestProgress(),
            memory: tallies, stop: StopFlag(), clock: clock)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try Replay(
            jobs: jobs, countsAgain: again, census: census ?? store, lists: lists,
            ingest: ingest, logger: logger, readsExports: exports
        ).run(inputs)
    }

    /// Flows and coverage as text.
    func census() throws -> [String] {
        var lines: [String] = []
        try store.forEachFlow(FlowFilter(hours: HourRange())) { lines.append("\($0)") }
        let coverage = try store.coverage(in: HourRange()).sorted { $0.key < $1.key }
        return lines
            + coverage.map { hour, coverage in
                "\(hour) \(coverage.seen) \(coverage.decoded) \(coverage.matched) \(coverage.dropped)"
            }
    }
}
