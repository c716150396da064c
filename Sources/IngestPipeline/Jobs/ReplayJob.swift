import CensusExport
import CensusStore
import Foundation
import HourlyRollup
package import Logging
import NetworkTypes
package import PacketDecoding
import Watchlist

/// The command `replay`: lists are loaded and the store is opened first, then every input is counted.
package struct ReplayJob {
    private let replay: Replay
    private let census: Census
    private let lists: LoadedWatchlist
    package var progress: IngestProgress { replay.progress }

    /// - Throws: what is wrong with a list, the internal networks or the store, before any capture is read.
    package init(
        files: [String], watchlists: [String], store path: String, internalNetworks: String?,
        tunnels: TunnelPolicy, jobs: Int?, logger: Logger
    ) throws {
        let networks = try internalNetworks.map(PrefixSet.internalNetworks) ?? .defaultInternal
        lists = try WatchlistLoader.load(watchlists)
        lists.log(to: logger)
        census = try Self.open(path, lists)
        let options = ReplayOptions(
            inputs: files, internalNetworks: networks, tunnels: tunnels,
            jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
        replay = Replay(options, watchlist: lists.watchlist, census: census, logger: logger)
    }

    private static func open(_ path: String, _ lists: LoadedWatchlist) throws -> Census {
        guard path != CensusStore.inMemoryPath else {
            return .memory(MemoryCensus(HourlyTally(attributions: lists.watchlist.attributions)))
        }
        let store = try CensusStore(path: path, access: .write)
        try store.note(
            lists.lists.map { ListRecord(version: $0.version, name: $0.name, entries: $0.table.count) })
        return .store(store)
    }

    package func run() throws -> ReplayResult {
        ReplayResult(summary: try replay.run(), refusedListLines: lists.refusedCount)
    }

    /// Whether the census ends with the process, so that its export is all there is.
    package var keepsNoStore: Bool {
        if case .memory = census { true } else { false }
    }

    /// Writes the hourly counts of the whole store.
    /// - Parameter path: `-` for standard output.
    package func export(to path: String) throws {
        let output = try TextOutput(path: path)
        let query = CensusQuery(census.flows, hours: HourRange(), format: .csv)
        try query.export(by: .originAndHour, minimumGrade: nil) { try output.write($0) }
        try output.finish()
    }
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
        let coverage = summary.coverage
        let undecoded = coverage.undecoded.values.reduce(0, +)
        var lines = [
            "\(coverage.seen) packets seen, \(coverage.decoded) decoded, \(undecoded) not decoded, \(coverage.matched) matched"
        ]
        lines += Self.lines("not decoded", coverage.undecoded)
        lines += Self.lines("decoded, but", coverage.remarked)
        return lines
    }

    private static func lines(_ heading: String, _ counts: [String: UInt64]) -> [String] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "  \(heading): \($0.key) \($0.value)" }
    }
}

extension LoadedWatchlist {
    /// Says what was loaded, and every line that was refused or changed.
    func log(to logger: Logger) {
        for list in lists {
            for problem in list.refused { logger.error("\(list.name): \(problem); the line is left out") }
            Self.logRest(list.refusedCount, list.refused.count, "refused", list.name, logger)
            for problem in list.changed { logger.warning("\(list.name): \(problem)") }
            Self.logRest(list.changedCount, list.changed.count, "changed", list.name, logger)
            if list.table.isEmpty { logger.warning("\(list.name): holds no entry: nothing can match it") }
            logger.info("\(list.name): \(list.table.count) entries, version \(list.version.prefix(12))")
        }
    }

    private static func logRest(_ all: Int, _ shown: Int, _ what: String, _ name: String, _ logger: Logger) {
        if all > shown { logger.warning("\(name): \(all - shown) more lines \(what)") }
    }
}
