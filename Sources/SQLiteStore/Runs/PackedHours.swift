package import CensusModel
import FlowRuns
import GRDB
import HourlyRollup
import NetworkTypes

/// The runs of one hour, as they stand in the store.
struct PackedHour: Sendable {
    /// A run with its pages.
    struct Run: Sendable {
        let row: RunRow
        let pages: [RunPage]
    }

    let hour: Hour
    let runs: [Run]
    let records: UInt64

    /// Cursors over the records of its runs.
    func cursors(_ unpacker: SharedUnpacker, includingPruned: Bool = false) throws -> [RunCursor] {
        try runs.filter { includingPruned || !$0.row.isPruned }.compactMap { run in
            var pages = run.pages[...]
            return try RunCursor(isPruned: run.row.isPruned) {
                try pages.popFirst().map { try unpacker.records($0, of: run.row) }
            }
        }
    }
}

/// Some hours of a store, packed, in memory.
struct PackedHours: LoneFlowSource, Sendable {
    let store: String
    let hours: [PackedHour]
    let attributions: [Int64: Attribution]

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try forEachFlow(filter, alone: { try body($0.record) }, body)
    }

    func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        let unpacker = SharedUnpacker()
        // Labels of its own, so that threads do not count references to the same.
        let own = attributions.mapValues { attribution in
            Attribution(
                threatClass: attribution.threatClass, labels: attribution.labels.map { String($0) },
                matchesPort: attribution.matchesPort)
        }
        var making = FlowMaking(own)
        do {
            for hour in hours where filter.hours.contains(hour.hour) {
                let cursors = try hour.cursors(unpacker, includingPruned: filter.includesPruned)
                try making.handOn(RunMerge(cursors), of: hour.hour, filter, alone: alone, body)
            }
        } catch let error as DatabaseError {
            throw SQLiteCensusError(store: store, problem: .of(error, operation: "read the flows", store: store))
        }
    }

    /// What was seen stands in the store alone.
    func coverage(in hours: HourRange) -> [Hour: Coverage] { [:] }
}

/// An unpacker that several cursors of one thread use.
final class SharedUnpacker {
    private let unpacker = PageUnpacker()
    private let keysOnly: Bool

    /// - Parameter keysOnly: as `PageRecords` has it.
    init(keysOnly: Bool = false) {
        self.keysOnly = keysOnly
    }

    func records(_ page: RunPage, of run: RunRow) throws -> PageRecords {
        do {
            return try PageRecords(page, unpacker, keysOnly: keysOnly)
        } catch {
            throw run.damage(ofPage: page.number, error)
        }
    }
}

extension SQLiteCensus: StretchedFlowSource {
    /// A stretch holds some ten thousand flows, so that several fit into a few ten MiB.
    private static let stretchRecords: UInt64 = 1 << 16
    /// Hours with more are read one after another, and by no more than one thread.
    private static let mostRecordsOfHour: UInt64 = 1 << 18

    package func forEachStretch(
        _ filter: FlowFilter, lookingBack back: Int32, _ body: (FlowStretch) throws -> Void
    ) throws -> Bool {
        do {
            return try queue.read { database in
                guard try Schema.version(of: database) >= Schema.firstVersionWithRuns else { return false }
                var whole = filter
                whole.hours = HourRange(from: filter.hours.from?.advanced(by: -back), before: filter.hours.to)
                whole.includesPruned = true
                let flows = try RunFlows(whole, database)
                guard try flows.largestHour() <= Self.mostRecordsOfHour else { return false }
                try Self.forEachStretch(flows, filter, back, store: path, database, body)
                return true
            }
        } catch let error as DatabaseError {
            throw SQLiteCensusError(store: path, problem: .of(error, operation: "read the flows", store: path))
        }
    }

    private static func forEachStretch(
        _ flows: RunFlows, _ filter: FlowFilter, _ back: Int32, store: String, _ database: Database,
        _ body: (FlowStretch) throws -> Void
    ) throws {
        let attributions = try AttributionTable.all(database)
        // The hours that the next stretch holds; the first ones only tell who began.
        var held: [PackedHour] = []
        var (first, records): (Hour?, UInt64) = (nil, 0)
        func handOut() throws {
            guard let start = first, let last = held.last?.hour else { return }
            let hours = HourRange(from: start, before: last.advanced(by: 1))
            try body(
                FlowStretch(hours, PackedHours(store: store, hours: held, attributions: attributions)))
            (first, records) = (nil, 0)
        }
        try flows.forEachPackedHour { hour in
            if first == nil { held.removeAll { $0.hour < hour.hour.advanced(by: -back) } }
            held.append(hour)
            guard filter.hours.contains(hour.hour) else { return }
            if first == nil { first = hour.hour }
            records += hour.records
            if records >= stretchRecords { try handOut() }
        }
        try handOut()
    }
}

extension RunFlows {
    /// How many records the hour has that has most.
    func largestHour() throws -> UInt64 {
        var most: UInt64 = 0
        try forEachHour { _, runs in most = max(most, runs.reduce(0) { $0 + $1.totals.records }) }
        return most
    }

    /// Hands on every hour as it stands in the store.
    func forEachPackedHour(_ body: (PackedHour) throws -> Void) throws {
        try forEachHour { try body(packed($0, $1)) }
    }

    /// An hour as it stands in the store.
    func packed(_ hour: Hour, _ rows: [RunRow]) throws -> PackedHour {
        let runs = try rows.map { PackedHour.Run(row: $0, pages: try reading.pages(of: $0)) }
        return PackedHour(hour: hour, runs: runs, records: rows.reduce(0) { $0 + $1.totals.records })
    }
}
