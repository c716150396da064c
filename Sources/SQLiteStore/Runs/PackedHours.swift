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
        var pages: [PackedPage]
    }

    let hour: Hour
    private(set) var runs: [Run]
    let records: UInt64
    /// Bytes that its pages take.
    var size: Int { runs.reduce(0) { $1.pages.reduce($0) { $0 + $1.page.size } } }

    /// The same without pages that have nothing of some origins.
    func part(of origins: ClosedRange<IPAddress>) -> PackedHour {
        var part = self
        for place in runs.indices { part.runs[place].pages.removeAll { !$0.origins.overlaps(origins) } }
        return part
    }

    /// Has pages unpacked once that lie in several ranges of origins, each of which is to be read once.
    mutating func share(_ ranges: [ClosedRange<IPAddress>], in room: SharedRecords.Room) {
        for (run, place) in runs.indices.flatMap({ run in runs[run].pages.indices.map { (run, $0) } }) {
            let origins = runs[run].pages[place].origins
            let count = ranges.count { $0.overlaps(origins) }
            if count > 1 { runs[run].pages[place].shared = SharedRecords(ranges: count, in: room) }
        }
    }

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
                    try pages.popFirst().map { page in
                        guard let shared = page.shared else {
                            return try unpacker.records(page.page, of: run.row, parts)
                        }
                        return try shared.records(parts) { try unpacker.records(page.page, of: run.row, parts) }
                    }
                }
            }
        }
        return try RunMerge(runs, of: hour, parts, most: most)
    }
}

/// A page as it stands in the store.
struct PackedPage: Sendable {
    let page: RunPage
    /// From that of its first record to that of its last one.
    let origins: ClosedRange<IPAddress>
    /// Its records, where several ranges of origins have some.
    var shared: SharedRecords?
}

/// Some hours of a store, packed, in memory.
struct PackedHours: LoneFlowSource, LinkedFlowSource, Sendable {
    let store: String
    let hours: [PackedHour]
    let attributions: [Int64: Attribution]
    /// How many records of an hour are open at once.
    var mostOpen = MergeSizes.ofThread
    var links: (from: TraceLink?, to: TraceLink)?
    /// For the columns of the pages that are read.
    var room = ColumnRoom()

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try forEachFlow(filter, alone: { try body($0.record) }, body)
    }

    func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        let unpacker = SharedUnpacker(room)
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
