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

    /// The records of some 5-tuples, those of all its runs merged.
    /// - Parameter most: as in `RunMerge`.
    func merge(
        of tuples: TupleRange = TupleRange(), _ unpacker: SharedUnpacker, _ parts: RecordParts = .all,
        includingPruned: Bool = false, most: UInt64 = MergeSizes.ofThread
    ) throws -> RunMerge {
        let runs = runs.filter { includingPruned || !$0.row.isPruned }.map { run in
            UnopenedRun(isPruned: run.row.isPruned, records: run.row.totals.records) {
                var pages = run.pages[...]
                return try RunCursor(isPruned: run.row.isPruned, of: tuples) {
                    try pages.popFirst().map { try unpacker.records($0, of: run.row, parts) }
                }
            }
        }
        return try RunMerge(runs, of: hour, parts, most: most)
    }
}

/// Some hours of a store, packed, in memory.
struct PackedHours: LoneFlowSource, LinkedFlowSource, Sendable {
    let store: String
    let hours: [PackedHour]
    let attributions: [Int64: Attribution]
    /// How many records of an hour are open at once.
    var mostOpen = MergeSizes.ofThread
    var links: (from: TraceLink?, to: TraceLink)?

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
                let merge = try hour.merge(
                    of: filter.tuples, unpacker, isLookedBackAt ? .evidence : .all,
                    includingPruned: filter.includesPruned, most: mostOpen)
                try making.handOn(merge, of: hour.hour, filter, alone: alone, body)
            }
        } catch let error as DatabaseError {
            throw SQLiteCensusError(store: store, problem: .of(error, operation: "read the flows", store: store))
        }
    }

    /// What was seen stands in the store alone.
    func coverage(in hours: HourRange) -> [Hour: Coverage] { [:] }
}

extension SharedUnpacker {
    fileprivate func records(_ page: RunPage, of run: RunRow, _ parts: RecordParts) throws -> PageRecords {
        do {
            return try records(page, parts)
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
