import CensusModel
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
    /// Bytes that its pages take.
    var size: Int { runs.reduce(0) { $1.pages.reduce($0) { $0 + $1.size } } }

    /// Cursors over the records of its runs.
    func cursors(
        _ unpacker: SharedUnpacker, _ parts: RecordParts = .all, includingPruned: Bool = false
    ) throws -> [RunCursor] {
        try runs.filter { includingPruned || !$0.row.isPruned }.compactMap { run in
            var pages = run.pages[...]
            return try RunCursor(isPruned: run.row.isPruned) {
                try pages.popFirst().map { try unpacker.records($0, of: run.row, parts) }
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
                let isLookedBackAt = filter.evidenceBefore.map { hour.hour < $0 } ?? false
                let cursors = try hour.cursors(
                    unpacker, isLookedBackAt ? .evidence : .all, includingPruned: filter.includesPruned)
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

    func records(_ page: RunPage, of run: RunRow, _ parts: RecordParts) throws -> PageRecords {
        do {
            return try PageRecords(page, unpacker, parts)
        } catch {
            throw run.damage(ofPage: page.number, error)
        }
    }
}

extension RunFlows {
    /// An hour as it stands in the store.
    func packed(_ hour: Hour, _ rows: [RunRow]) throws -> PackedHour {
        let runs = try rows.map { PackedHour.Run(row: $0, pages: try reading.pages(of: $0)) }
        return PackedHour(hour: hour, runs: runs, records: rows.reduce(0) { $0 + $1.totals.records })
    }
}
