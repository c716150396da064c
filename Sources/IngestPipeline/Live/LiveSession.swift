import CensusModel
import HourlyRollup
import Logging
import NetworkTypes
import PacketCapture
import Runtime
import Watchlist

/// Runs the workers: sees to events, commits what they counted, and says what there is to say.
///
/// Belongs to one thread, the one that calls `run`. What takes time here, as a commit does, holds up the next commit,
/// never the capture. Lists are loaded on a thread of their own.
final class LiveSession {
    private var options: LiveCountOptions
    private var timetable: Timetable
    private let workers: [any LiveWorker]
    private let inbox: LiveInbox
    private var reload: ListReload
    private var watch: ListWatch
    private let clocks: Clocks
    private let logger: Logger
    private let status: LiveStatus
    private let metrics: LiveMetrics
    private var monitor: SessionMonitor
    private var store: SessionStore
    private var list: ListInUse
    private var watermark = HourWatermark()
    private var retention: Retention
    private var ended: Set<Int> = []
    /// Packets that each worker has handed over.
    private var taken: [UInt64]
    private var stopReason: String?

    /// Nanoseconds between two looks at clock, counters and losses.
    private static let tick = Timestamp.nanosecondsPerSecond
    /// How long a segment is waited for: far longer than a worker sleeps.
    private static let segmentDeadline = 2 * Timestamp.nanosecondsPerSecond
    /// How long the last one, before which a ring is emptied, is waited for until that is said, and at the most: less
    /// than service managers wait before they kill.
    private static let lastSegmentIsLate = 10 * Timestamp.nanosecondsPerSecond
    private static let lastSegmentDeadline = 60 * Timestamp.nanosecondsPerSecond

    init(
        _ options: LiveCountOptions, workers: [any LiveWorker], settings: WorkerSettings, store: SessionStore,
        list: ListInUse, watch: ListWatch, status: LiveStatus, metrics: LiveMetrics
    ) {
        self.options = options
        self.workers = workers
        self.store = store
        self.list = list
        self.watch = watch
        (self.status, self.metrics) = (status, metrics)
        metrics.noteList(entries: list.loaded.watchlist.entryCount)
        (inbox, clocks, logger) = (settings.inbox, settings.clocks, settings.logger)
        taken = workers.map { _ in 0 }
        timetable = Timetable(options, begin: clocks.steady(), tick: Self.tick)
        monitor = SessionMonitor(of: workers, settings: settings, status: status, metrics: metrics)
        reload = ListReload(options, settings: settings)
        retention = Retention(
            hours: options.keptHours, bytes: options.keptBytes, keeping: options.countKeeper, logger: settings.logger)
    }

    /// Counts until something says to stop.
    /// - Throws: when the last commit fails, and with it what was counted since the one before.
    func run() throws -> LiveSummary {
        let begin = clocks.steady()
        timetable = Timetable(options, begin: begin, tick: Self.tick)
        look(begin)
        for worker in workers { worker.start(from: clocks.wall()) }
        logger.info("\(options.activity) \(options.names.joined(separator: ", "))")
        while stopReason == nil {
            let events = inbox.take(within: timetable.next - clocks.steady())
            for event in events { handle(event) }
            let now = clocks.steady()
            if timetable.isTickDue(now) { look(now) }
            if timetable.isReportDue(now) { monitor.report() }
            if timetable.isCheckpointDue(now), stopReason == nil { checkpoint() }
            if timetable.isOver(now) { stop("the time asked for is over") }
        }
        return try finish()
    }

    private func handle(_ event: LiveEvent) {
        switch event {
        case .signal(.stop(let reason)): stop(reason)
        case .signal(.reloadLists): beginAgainWithConfiguration()
        case .listsLoaded(let result): take(result)
        case .signal(.printStatistics): monitor.report()
        case .tallyIsLarge: checkpoint()
        case .stateLearned: keepLearned()
        case .segmentDelivered: break
        }
    }

    /// Takes over what the configuration says now, as far as that can change, and loads the lists again.
    private func beginAgainWithConfiguration() {
        do {
            if let new = try options.reread?() { take(new) }
        } catch {
            logger.error("the configuration was not read again, and what it said before holds: \(error)")
        }
        reload.begin(inPlaceOf: list.loaded)
    }

    private func take(_ new: LiveCountOptions) {
        if new.lists != options.lists { watch = ListWatch(new.lists) }
        options.take(new)
        reload.take(options)
        timetable.change(options, now: clocks.steady())
        retention = Retention(
            hours: options.keptHours, bytes: options.keptBytes, keeping: options.countKeeper, logger: logger)
    }

    private func keepLearned() {
        do {
            for worker in workers { try worker.keepLearned(in: store.store) }
        } catch {
            logger.error("\(error); what exporters said of later records is kept with the next commit")
        }
    }

    /// An hour that was late before the clock was set may not be so any more.
    private func look(_ now: Int64) {
        if monitor.look(now) { watermark.reset() }
        let findings = watch.look(at: clocks.wall())
        for sentence in findings.stale { logger.warning("\(sentence)") }
        if findings.hasNewVersion { reload.begin(inPlaceOf: list.loaded) }
    }

    private func stop(_ reason: String) {
        if stopReason == nil { stopReason = reason }
    }

    /// Has every worker hand over what it counted, and commits it.
    private func checkpoint() {
        takeSegments()
        guard !store.pending.isFull else { return commit() }
        for worker in running { worker.desk.askForSegment(continuingWith: list) }
        wait(nanoseconds: Self.segmentDeadline) { self.running.allSatisfy(\.desk.isOccupied) }
        takeSegments()
        commit()
    }

    private var running: [any LiveWorker] {
        workers.indices.filter { !ended.contains($0) }.map { workers[$0] }
    }

    /// Sees to events until `condition` holds, or for so long.
    private func wait(nanoseconds: Int64, until condition: () -> Bool) {
        let deadline = clocks.steady() + nanoseconds
        while !condition(), clocks.steady() < deadline {
            for event in inbox.take(within: Self.tick / 10) {
                switch event {
                case .segmentDelivered, .tallyIsLarge: break
                default: deferred.append(event)
                }
            }
        }
        for event in deferred { inbox.post(event) }
        deferred = []
    }
    private var deferred: [LiveEvent] = []

    private func takeSegments() {
        var hours: Set<Hour> = []
        var latest: Timestamp?
        for (number, worker) in workers.enumerated() {
            guard let segment = worker.desk.takeSegment() else { continue }
            hours.formUnion(segment.tally.coverage.filter { $0.value.seen > 0 }.keys)
            if let time = segment.latest { latest = max(latest ?? time, time) }
            taken[number] += segment.tally.coverage.values.reduce(0) { $0 + $1.seen }
            store.add(segment)
            if segment.isLast { noteEnd(of: number) }
        }
        let (closed, late) = watermark.advance(hours: hours, latest: latest)
        for hour in late { logger.info("\(hour): late packets came, and are counted in that hour") }
        for hour in closed { logger.info("\(store.closingLine(of: hour))") }
    }

    private func noteEnd(of number: Int) {
        ended.insert(number)
        guard let reason = workers[number].whyLost else { return }
        if workers[number].isFirst { logger.error("\(reason)") }
        if ended.count == workers.count { stop("no \(options.activityEnds) is left") }
    }

    private func commit() {
        do {
            try store.commit(current: watermark.current)
            for worker in workers { try worker.keepState(in: store.store) }
            status.update { $0.affectedHosts = store.affectedHosts }
        } catch {
            metrics.noteFailedCommit()
            logger.error(
                "\(error); what was counted since is kept in memory, and committed as soon as that is possible")
        }
        retention.run(store.store, at: clocks.wall())
    }

    /// Stops the workers, and commits the rest.
    private func finish() throws -> LiveSummary {
        logger.info("stopping: \(stopReason ?? "")")
        let now = clocks.wall()
        takeSegments()
        for worker in running { worker.desk.askToStop(at: now) }
        waitForLastSegments(nanoseconds: Self.lastSegmentIsLate)
        if !running.isEmpty {
            let names = Set(running.map(\.name)).sorted().joined(separator: ", ")
            logger.warning("\(names): waiting for what was counted last; a second signal ends without it")
            waitForLastSegments(nanoseconds: Self.lastSegmentDeadline - Self.lastSegmentIsLate)
        }
        look(clocks.steady())
        try store.commitLast()
        for worker in workers { try worker.keepState(in: store.store) }
        sayWhatIsMissing()
        let lost = workers.filter { $0.whyLost != nil } + running
        return LiveSummary(
            coverage: store.total, lostNames: Set(lost.map(\.name)),
            names: Set(workers.map(\.name)), refusedListLines: list.loaded.lists.refusedCount > 0,
            lostStore: store.isBegunAgain)
    }

    private func waitForLastSegments(nanoseconds: Int64) {
        wait(nanoseconds: nanoseconds) {
            self.takeSegments()
            return self.ended.count == self.workers.count
        }
    }

    /// Says what workers have counted and not handed over.
    private func sayWhatIsMissing() {
        for (number, worker) in workers.enumerated() where !ended.contains(number) {
            let packets = Int64(clamping: worker.counters.reading.packets) - Int64(clamping: taken[number])
            logger.error(
                "\(worker.name): \(max(0, packets)) packets or more since the last commit are lost: they were not handed over in time"
            )
        }
    }

    /// Goes on with lists that were loaded again; the workers take them up at their next segment.
    private func take(_ result: Result<LoadedWatchlist, any Error>) {
        do {
            let loaded = try result.get()
            list = ListInUse(loaded: loaded, generation: list.generation + 1)
            monitor.noteNewList(entries: loaded.watchlist.entryCount)
            store.note(loaded.lists)
            checkpoint()
            logger.notice("the lists were reloaded: \(loaded.watchlist.entryCount) entries")
        } catch {
            logger.error("the lists were not reloaded, the old ones stay in use: \(error)")
        }
        reload.end(inUse: list.loaded)
    }
}
