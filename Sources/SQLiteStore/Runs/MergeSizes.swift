import CensusModel
import FlowRuns
import GRDB
import NetworkTypes

/// How many records the merging of an hour's runs holds in memory.
struct MergeSizes: Sendable {
    /// Of pages that are open, in 216 bytes each.
    var open: UInt64 = 1 << 18
    /// In runs that were put together beforehand, packed in some 20 bytes each.
    var packed: UInt64 = 1 << 21

    /// How many are open where each of several threads merges an hour.
    static let ofThread: UInt64 = 1 << 17

    /// The ranges of 5-tuples in which to read some runs of an hour, so that what is put together beforehand of each stays in memory:
    /// one, unless pages of all runs at once are too many, and their records, too.
    ///
    /// - Parameter filter: the first range begins, and the last one ends, with what it asks for.
    func ranges(of runs: [RunRow], _ filter: FlowFilter, _ database: Database) throws -> [TupleRange] {
        let records = runs.reduce(0 as UInt64) { $0.addingClamped($1.totals.records) }
        let open = runs.reduce(0 as UInt64) { $0 + UnopenedRun.openRecords(of: $1.totals.records) }
        guard open > self.open, records > packed else { return [filter.tuples] }
        return try TupleCuts(runs, filter, every: packed, database).ranges
    }
}

/// Cuts the 5-tuples of some runs into ranges of about as many records.
private struct TupleCuts {
    private(set) var ranges: [TupleRange] = []

    /// A record, and how many stand between it and the next of its page that was looked at.
    private struct Sample {
        let tuple: FlowTuple
        let records: UInt64
    }

    /// So many records are looked at, at the least one of each page.
    private static let samples: UInt64 = 1 << 16

    init(_ runs: [RunRow], _ filter: FlowFilter, every most: UInt64, _ database: Database) throws {
        let whole = filter.tuples
        var (start, records) = (whole.start, 0 as UInt64)
        for sample in try Self.samples(of: runs, filter, database) {
            if records >= most, start.map({ $0 < sample.tuple }) ?? true {
                ranges.append(TupleRange(from: start, before: sample.tuple))
                (start, records) = (sample.tuple, 0)
            }
            records += sample.records
        }
        ranges.append(TupleRange(from: start, before: whole.end))
    }

    /// Records of some runs at even distances, in the order of their 5-tuples.
    private static func samples(of runs: [RunRow], _ filter: FlowFilter, _ database: Database) throws -> [Sample] {
        let reading = try PageReading(database, filter, parts: .keys)
        let total = runs.reduce(0 as UInt64) { $0.addingClamped($1.totals.records) }
        let step = Int(clamping: max(total / samples, 1))
        var found: [Sample] = []
        for run in runs {
            try reading.forEachPage(of: run, in: filter.tuples) { records, places in
                for place in stride(from: places.lowerBound, to: places.upperBound, by: step) {
                    let count = min(step, places.upperBound - place)
                    found.append(Sample(tuple: records.tuple(at: place), records: UInt64(count)))
                }
            }
        }
        return found.sorted { $0.tuple < $1.tuple }
    }
}
