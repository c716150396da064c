import CensusModel
import HourlyRollup
import Logging
import NetworkTypes
import PacketCapture
import Runtime
import Watchlist

/// A session's side of the store: what waits to be committed, what was, and what the store says of the hour.
struct SessionStore {
    private(set) var store: any CensusStore
    private var session: SessionRecord
    /// Whether the store was moved away, and another one begun in its place.
    private(set) var isBegunAgain = false
    private let open: () throws -> any CensusStore
    private var lists: (records: [ListRecord], set: ListSet)
    private let clock: SteadyClock
    private let logger: Logger
    private(set) var pending: PendingCommit
    /// Over all hours of this session.
    private(set) var total = Coverage()
    /// The coverage of the session's hours that are not long over.
    private var hours: [Hour: Coverage] = [:]
    /// Hosts affected in the current hour, as of the last commit.
    private(set) var affectedHosts: Int?
    private var nextQuestion: Int64 = 0
    private let metrics: LiveMetrics

    /// How often the last commit is tried, each time as long as the store waits for a lock.
    private static let lastTries = 3
    /// So many exporters are told apart in what is kept here for the log lines: a forger may send under any number of addresses.
    private static let exportersTold = 1_024

    /// Opens the store as the user that the process is now, and writes to it: what cannot be written is known at once.
    init(
        _ stores: any StoreOpener, _ options: LiveCountOptions, lists: LoadedLists, basis: CountingBasis,
        memory: LiveMemory, metrics: LiveMetrics, clock: @escaping SteadyClock, logger: Logger
    ) throws {
        (self.clock, self.logger, self.lists) = (clock, logger, (lists.records, lists.set))
        self.metrics = metrics
        open = {
            let store = try stores.openForCounting(options.store, logger)
            try store.adopt(basis)
            return store
        }
        pending = PendingCommit(memory)
        session = SessionRecord(
            identity: SessionStore.randomIdentity(), interfaces: options.names.joined(separator: ","),
            kind: options.kind)
        do {
            store = try open()
            try store.begin(session)
            try store.note(lists.records)
            try store.note(lists.set, of: session)
        } catch {
            throw CommandProblem(
                "\(error) (it is written as user \(ProcessUser.name), who must be allowed to write the file and its folder; "
                    + "--user names another one)")
        }
    }

    private static func randomIdentity() -> String {
        (0..<16).map { _ in String(UInt8.random(in: 16...255), radix: 16) }.joined()
    }

    mutating func add(_ segment: LiveSegment) {
        for (hour, coverage) in segment.tally.coverage {
            total.merge(coverage, tellingApart: Self.exportersTold)
            hours[hour, default: Coverage()].merge(coverage, tellingApart: Self.exportersTold)
        }
        pending.add(segment)
    }

    /// Commits what waits, and asks how many hosts are affected in an hour.
    mutating func commit(current hour: Hour?) throws {
        try commitPending()
        guard let hour else { return }
        let begin = clock()
        guard begin >= nextQuestion else { return }
        affectedHosts = try countAffectedHosts(in: hour)
        // The question reads all flows of the hour: it may take a twentieth of the time.
        let end = clock()
        nextQuestion = end + 20 * (end - begin)
    }

    /// Commits what waits; a store that is locked or full for a moment is asked again.
    mutating func commitLast() throws {
        for attempt in 1...Self.lastTries {
            do {
                return try commitPending()
            } catch {
                guard attempt == Self.lastTries else { continue }
                throw CommandProblem("\(error); \(pending.packets) packets since the last commit are lost")
            }
        }
    }

    /// Commits what waits. Where the store is gone, that is all that is left, and goes to a new one of its name.
    private mutating func commitPending() throws {
        let begin = clock()
        do {
            try pending.commit(to: store, of: session)
        } catch let failure as any StoreFailure where failure.isGone {
            try beginAgain(in: open(), after: failure)
            try pending.commit(to: store, of: session)
        }
        metrics.noteCommit(nanoseconds: clock() - begin)
    }

    private mutating func beginAgain(in new: any CensusStore, after failure: any StoreFailure) throws {
        let newSession = SessionRecord(
            identity: Self.randomIdentity(), interfaces: session.interfaces, kind: session.kind)
        try new.begin(newSession)
        try new.note(lists.records)
        try new.note(lists.set, of: newSession)
        (store, session, isBegunAgain) = (new, newSession, true)
        logger.error(
            "\(failure.store): was moved, removed or replaced while it was counted into, and what was committed before went with it; what is counted from now on, and what was not committed yet, goes to a new one"
        )
    }

    /// Notes the lists in use. That the note fails is no reason to count by the old ones.
    mutating func note(_ lists: LoadedLists) {
        self.lists = (lists.records, lists.set)
        do {
            try store.note(lists.records)
            try store.note(lists.set, of: session)
        } catch {
            logger.error("\(error)")
        }
    }

    private func countAffectedHosts(in hour: Hour) throws -> Int {
        var hosts = HostRollup()
        var classes = CensusRollup(by: .threatClass, minimumGrade: .attempted, coverage: [:])
        try FlowJudge(store).forEachFlow(FlowFilter(hours: HourRange(only: hour))) { flow in
            hosts.add(flow)
            classes.add(flow)
        }
        metrics.noteAffected(classes.finish())
        return hosts.finish(minimumGrade: .attempted).count
    }

    /// What is said of an hour that is over.
    mutating func closingLine(of hour: Hour) -> String {
        let coverage = hours.removeValue(forKey: hour) ?? Coverage()
        let dropped = coverage.dropped.values.reduce(0, +)
        guard coverage.records.isEmpty else {
            let records = coverage.allRecords
            let lost = records.lost.values.reduce(0 as UInt64) { $0.addingClamped($1) }
            return "\(hour): over: \(records.seen) records, \(records.matched) matched, \(lost) lost"
        }
        return "\(hour): over: \(coverage.seen) packets, \(coverage.matched) matched, \(dropped) dropped"
    }
}
