package import CensusModel
import Digests
import Dispatch
import Foundation
package import Logging
import NetworkTypes
package import Runtime
import Synchronization
import Watchlist

/// Watches a store: derives events, and brings them to sinks. The commands `watch`, and `sniff` and `collect` beside their count.
///
/// One process at a time sees to the events of a store. It may be killed at any instant: what was noted is not derived again,
/// and what was sent and not noted is sent again, under the same identifier.
package final class EventWatch: Sendable {
    private let ledger: any EventLedger
    private let plans: [EventSinkPlan]
    private let state: Mutex<State>
    private let feeds: FeedEvents
    private let sensors: SensorEvents?
    private let clock: WallClock
    private let logger: Logger
    private let stop: StopFlag
    private let upkeep: EventUpkeep

    private struct State: Sendable {
        var derivation: EventDerivation
        /// When lists were looked at last.
        var lastFeeds: Timestamp?
    }

    /// Nanoseconds between two looks at lists, and at what can be forgotten.
    private static let feedInterval = 30 * Timestamp.nanosecondsPerSecond
    /// Seconds between two passes.
    private static let interval = 2.0

    /// - Parameters:
    ///   - other: remembers what was told of this store alone; `nil` for the store.
    /// - Throws: where another process watches the store, or a sink cannot be used as it is described.
    package init(
        _ store: any CensusStore, _ options: WatchOptions, notedIn other: (any EventLedger)? = nil,
        clock: @escaping WallClock, stop: StopFlag = StopFlag(), logger: Logger
    ) throws {
        guard let store = store as? any CensusStore & EventSource else {
            throw CommandProblem("\(store.path): its engine cannot say what changed")
        }
        guard let ledger = other ?? store as? any EventLedger else {
            throw CommandProblem(
                "\(store.path): its engine keeps no events; --state FILE keeps them in a file beside it"
            )
        }
        if let other { try Self.bind(other, to: store) }
        let rules = options.settings.rules
        (self.ledger, plans, self.clock, self.logger, self.stop) = (ledger, options.settings.sinks, clock, logger, stop)
        let names = plans.map(\.name)
        guard Set(names).count == names.count else { throw CommandProblem("two sinks have one name") }
        let enrichments = try Enrichments(options.enrichment)
        enrichments.log(to: logger)
        let derivation = EventDerivation(
            store, notedIn: ledger, rules, enrichments, seesOneWay: options.seesOneWay)
        state = Mutex(State(derivation: derivation))
        feeds = FeedEvents(options.listFolders.map(ListFolder.init), rules)
        sensors = (store as? any RunSink).map { SensorEvents($0, rules) }
        upkeep = EventUpkeep(store, ledger, rules, sinks: names)
        guard try ledger.claimEvents() else {
            throw CommandProblem("\(store.path): another process sees to its events already")
        }
        let begin = try derivation.begin(from: Hour(containing: options.begin ?? clock()))
        if let asked = options.begin, begin != Hour(containing: asked) {
            logger.warning("\(store.path): is watched since \(begin), and events are told of hours from there on")
        }
        for plan in plans {
            try EventDelivery(ledger, plan, try makeSink(plan), logger: logger).begin()
        }
    }

    deinit {
        try? ledger.releaseEvents()
    }

    /// Notes in what keeps events of which store they are, for what was told of one hides what is new in another.
    private static func bind(_ ledger: any EventLedger, to store: any CensusStore) throws {
        // The options of a name tell how to reach the store.
        let digest = SHA256.hash(data: Array(store.path.prefix { $0 != "?" }.utf8))
        let name = Int64(bitPattern: digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        let known = try ledger.withEventMemory { memory in
            let known = try memory.number(storeName)
            if known == nil { try memory.setNumber(name, storeName) }
            return known
        }
        guard known ?? name == name else {
            throw CommandProblem("\(store.path): the file of --state keeps the events of another store")
        }
    }

    private static let storeName = "watched store"

    /// The folders of single lists in a folder that `flowcensus feeds update` fills.
    package static func listFolders(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { "\(folder)/\($0)" }.filter { ListFolder($0).isThere }
    }

    private func makeSink(_ plan: EventSinkPlan) throws -> any EventSink {
        try plan.makeSink(logger: logger, clock: clock) { [stop] in stop.isSet }
    }

    // MARK: - Passes

    /// Derives what is new and brings it to every sink, once.
    /// - Returns: whether every sink has taken what there was.
    package func runOnce() throws -> Bool {
        try derive(at: clock())
        var isAllSent = true
        for plan in plans {
            var delivery = EventDelivery(ledger, plan, try makeSink(plan), logger: logger)
            _ = try delivery.run(at: clock())
            isAllSent = isAllSent && !delivery.isAway
        }
        return isAllSent
    }

    private func derive(at now: Timestamp) throws {
        let outcome = try state.withLock { state in
            var outcome = try state.derivation.run(at: now)
            // A clock that was set back says nothing of how long that is ago.
            let since = state.lastFeeds.map { now.nanoseconds - $0.nanoseconds } ?? Self.feedInterval
            guard !(0..<Self.feedInterval).contains(since) else { return outcome }
            outcome += try feeds.run(at: now, notedIn: ledger)
            outcome += try sensors?.run(at: now, notedIn: ledger) ?? EventNotebook.Outcome()
            try upkeep.run(at: now)
            state.lastFeeds = now
            return outcome
        }
        if outcome.suppressed > 0 { logger.info("\(outcome.suppressed) events were suppressed by rules") }
        if outcome.further > 0 {
            logger.warning("\(outcome.further) events are beyond the limit of an hour, and are told as a number")
        }
    }

    /// Watches until the flag is set; then looks once more, and tells what it finds.
    package func run() {
        // The last round of a sink comes behind the last look.
        let end = StopFlag()
        let workers = plans.map {
            DeliveryThread($0, ledger, watch: stop, end: end, clock: clock, logger: logger)
        }
        for worker in workers { worker.start() }
        var wait = Self.interval
        while !stop.isSet {
            wait = max(Self.interval, 3 * pass())
            for worker in workers { worker.wake() }
            sleep(seconds: wait)
        }
        _ = pass()
        end.set()
        for worker in workers { worker.wake() }
        for worker in workers { worker.join() }
    }

    /// - Returns: seconds that it took. Looking takes a quarter of the time at the most.
    private func pass() -> Double {
        let begin = ContinuousClock.now
        do { try derive(at: clock()) } catch { logger.error("\(error); events are derived at the next look") }
        return (ContinuousClock.now - begin) / .seconds(1)
    }

    private func sleep(seconds: Double) {
        let end = ContinuousClock.now + .seconds(seconds)
        while !stop.isSet, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.1) }
    }
}
