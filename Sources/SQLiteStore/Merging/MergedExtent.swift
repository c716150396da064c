import CensusModel
import FlowRuns
import GRDB
import NetworkTypes
import Synchronization

/// How much a store holds into which nothing but merges put anything, counted by the threads that look its pages through: nobody has to
/// read all of it again for the catalogue (`ExtentTable`).
final class MergedExtent: Sendable {
    private struct Flows {
        /// Which run of which merge they are of.
        var run: (merge: Int, id: Int64)
        /// `nil` where records of several runs or pages may be of one flow.
        var count: UInt64?
    }

    private struct State {
        var origins = DistinctAddresses()
        var hosts = DistinctAddresses()
        var flows: [Hour: Flows] = [:]
        var merges = 0
        /// How often flows had changed when the last merge was done.
        var changes: Int64?
    }

    private let state = Mutex(State())
    private let classes = Mutex<[Int64: ThreatClass]>([:])

    /// Begins with a merge into a store that holds nothing, or goes on with one into a store that nobody else has changed.
    /// - Parameter before: what earlier merges counted.
    /// - Returns: `nil` where more is in the store than that.
    static func begin(after before: MergedExtent?, _ database: Database) throws -> MergedExtent? {
        if let before, try before.isWhole(at: ExtentTable.changes(database)) { return before }
        let isEmpty = try Bool.fetchOne(database, sql: "SELECT NOT EXISTS (SELECT 1 FROM main.run)") ?? false
        return isEmpty ? MergedExtent() : nil
    }

    private func isWhole(at changes: Int64?) -> Bool {
        state.withLock { $0.changes != nil && $0.changes == changes }
    }

    /// Notes the attributions of the store that is merged.
    func beginMerge(_ attributions: [Int64: Attribution]) {
        classes.withLock { $0 = attributions.mapValues(\.threatClass) }
        state.withLock {
            $0.merges += 1
            $0.changes = nil
        }
    }

    /// Notes that what was counted since `beginMerge` is in the store.
    func endMerge(_ database: Database) throws {
        let changes = try ExtentTable.changes(database)
        state.withLock { $0.changes = changes }
    }

    /// Counts a page, on any thread.
    func add(_ page: PageRecords, of run: RunRow) {
        guard !run.isPruned else { return }
        let flows = page.repeatsTuples ? countFlows(page) : page.count
        state.withLock { state in
            let identity = (merge: state.merges, id: run.id)
            var counted = state.flows[run.hour] ?? Flows(run: identity, count: 0)
            counted.count = counted.run == identity ? counted.count.map { $0 + UInt64(flows) } : nil
            state.flows[run.hour] = counted
            var last: IPAddress?
            for index in 0..<page.count {
                let (origin, host) = page.ends(at: index)
                if origin != last { state.origins.insert(origin) }
                last = origin
                state.hosts.insert(host)
            }
        }
    }

    /// Records of one 5-tuple are one flow for each class.
    private func countFlows(_ page: PageRecords) -> Int {
        let classes = classes.withLock { $0 }
        var (flows, seen) = (0, Set<ThreatClass?>())
        for index in 0..<page.count {
            let repeats = page.repeatsTuple(at: index)
            if !repeats { seen.removeAll(keepingCapacity: true) }
            let isAlone = !repeats && (index + 1 == page.count || !page.repeatsTuple(at: index + 1))
            if isAlone || seen.insert(classes[page.attribution(at: index)]).inserted { flows += 1 }
        }
        return flows
    }

    /// Notes that flows of an hour stand on several pages.
    func countAgain(_ hour: Hour) {
        state.withLock { $0.flows[hour]?.count = nil }
    }

    /// What the store holds, for which hours with several runs are read again; `nil` where more was put into it.
    /// - Parameter changes: how often its flows changed.
    func counts(at changes: Int64?, _ database: Database) throws -> ExtentCounts? {
        guard isWhole(at: changes) else { return nil }
        let (flows, origins, hosts) = state.withLock { ($0.flows, $0.origins, $0.hosts) }
        var counts = ExtentCounts(flows: 0, origins: origins.count, hosts: hosts.count)
        counts.flows = flows.values.reduce(0) { $0 + ($1.count ?? 0) }
        if let first = flows.keys.min(), let last = flows.keys.max() { counts.hours = first...last }
        guard flows.values.contains(where: { $0.count == nil }) else { return counts }
        var again = StoreExtent()
        try again.add(
            RunFlows(FlowFilter(hours: HourRange()), parts: .keys, database),
            where: { hour in flows[hour].map { $0.count == nil } ?? true }, database)
        counts.flows += again.counts.flows
        return counts
    }
}
