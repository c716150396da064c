package import CensusModel
import Classification
import Foundation
import HourlyRollup
package import Logging
import Runtime
import Watchlist

/// The command `replay`: lists are loaded and the store is opened first, then every input is counted.
package struct ReplayJob {
    private let options: ReplayOptions
    private let replay: Replay
    private let census: any CensusSink & FlowSource
    private let refusedListLines: Int
    package let progress = IngestProgress()

    /// - Throws: what is wrong with a list, the internal networks or the store, before any capture is read.
    package init(_ options: ReplayOptions, stores: any StoreOpener, logger: Logger) throws {
        let loader = try WatchlistLoader(options.lists, memoryLimit: options.memory / 4 * 3)
        let loaded = LoadedWatchlist(try loader.load())
        loaded.log(to: logger)
        for folder in options.lists.folders {
            if let staleness = folder.staleness(at: Clocks.system.wall()) { logger.warning("\(staleness)") }
        }
        refusedListLines = loaded.lists.refusedCount
        let jobs = options.jobs ?? ProcessInfo.processInfo.activeProcessorCount
        let memory = TallyMemory(bytes: options.memory - loaded.memory, jobs: jobs)
        let rules = try CountingRules(loader, options.tunnels, peers: options.tunnelPeers, logger: logger)
        census = try Self.open(options.store, stores, loaded, rules, memory, logger)
        let ingest = CaptureIngest(
            watchlist: loaded.watchlist, rules: rules, progress: progress, memory: memory, stop: StopFlag(),
            clock: Clocks.system.steady, spreadsLongRecords: options.spreadsLongRecords)
        replay = Replay(
            jobs: jobs, countsAgain: options.countsAgain, census: census, lists: loaded.lists.set, ingest: ingest,
            logger: logger, follows: options.follows, readsExports: options.readsExports)
        self.options = options
    }

    private static func open(
        _ name: String, _ stores: any StoreOpener, _ loaded: LoadedWatchlist, _ rules: CountingRules,
        _ memory: TallyMemory, _ logger: Logger
    ) throws -> any CensusSink & FlowSource {
        guard name != StoreName.memory else {
            return MemoryCensus(
                HourlyTally(attributions: loaded.watchlist.attributions), memory: memory, overflowingInto: stores)
        }
        let store = try stores.openForCounting(name, logger)
        try store.adopt(rules.basis)
        try store.note(loaded.lists.records)
        return store
    }

    package func run() throws -> ReplayResult {
        Allocator.returnLargeArrays()
        let summary = options.follows ? try Following(replay, options.inputs).run() : try replay.run(options.inputs)
        return ReplayResult(summary: summary, refusedListLines: refusedListLines)
    }

    /// Whether the census ends with the process, so that its export is all there is.
    package var keepsNoStore: Bool { options.store == StoreName.memory }

    /// What to read the counts from, those of earlier runs included.
    package var flows: any FlowSource { census }
}

/// What a replay did, for the operator.
package struct ReplayResult: Sendable {
    private let summary: ReplaySummary
    private let refusedListLines: Int

    init(summary: ReplaySummary, refusedListLines: Int) {
        self.summary = summary
        self.refusedListLines = refusedListLines
    }

    package var refusedAll: Bool { summary.refusedAll }
    package var refusedSome: Bool { summary.refusedSome || refusedListLines > 0 }

    /// What was seen, and by reason what was not: lines for the log.
    package var summaryLines: [String] {
        CoverageText.lines(summary.coverage, countsDrops: false) + CoverageText.hints(summary.coverage)
    }
}
