import FlowRuns
import GRDB
import NetworkTypes

/// Merges small runs of one source and hour, so that neither their number nor the work for it grows with the number of commits:
/// runs of like size are merged once there are some of them, so that a record is written again once for each
/// eightfold of its run's size.
enum RunTiers {
    /// How many runs of a tier are merged together.
    private static func width(of tier: Int) -> Int { tier < firstLargeTier ? 8 : 32 }

    /// A run of this tier has 32,768 records or more; there are so many of these only in a flood.
    private static let firstLargeTier = 5
    /// Larger runs stay as they are: merging takes about a second at the most.
    private static let mostRecords: UInt64 = 1 << 21

    /// The tier of a run: how often its number of records can be divided by 8.
    private static func tier(_ run: RunRow) -> Int {
        (UInt64.bitWidth - 1 - max(run.totals.records, 1).leadingZeroBitCount) / 3
    }

    /// Merges where a tier is full, until none is.
    static func settle(_ source: Int64, _ hour: Hour, _ database: Database) throws {
        while true {
            let runs = try RunTable.runs(
                where: "source = ? AND hour = ? AND pruned = 0", [source, hour.startSeconds], database)
            let bands = try ShippedHours.bands(runs, database)
            guard let full = bands.lazy.compactMap(fullTier).first else { return }
            try merge(full, database)
        }
    }

    /// The runs of the lowest tier that is full, and of those below it; `nil` where none is.
    private static func fullTier(_ runs: [RunRow]) -> [RunRow]? {
        let tiers = Dictionary(grouping: runs, by: tier)
        for (tier, members) in tiers.sorted(by: { $0.key < $1.key }) where members.count >= width(of: tier) {
            let merged = runs.filter { self.tier($0) <= tier }
            guard merged.reduce(0 as UInt64, { $0 + $1.totals.records }) <= mostRecords else { return nil }
            return merged
        }
        return nil
    }

    /// Puts some runs of one source and hour together, in place of them.
    static func merge(_ runs: [RunRow], _ database: Database) throws {
        guard let first = runs.first, runs.count > 1 else { return }
        let reading = try PageReading(database)
        var insertion = try RunInsertion(
            source: first.source, hour: first.hour, commits: runs.map(\.commits).max(), isPruned: first.isPruned,
            database)
        var writer = RunWriter()
        writer.begin(first.hour)
        var union = RecordUnion()
        var merge = RunMerge(try runs.compactMap { try reading.cursor(of: $0) })
        try merge.handOn { record, _ in
            try union.add(record) { try writer.add($0) { try insertion.add($0, database) } }
        }
        try union.finish { try writer.add($0) { try insertion.add($0, database) } }
        try writer.finish { try insertion.add($0, database) }
        try insertion.finish(writer.totals, database)
        for run in runs { try RunTable.remove(run.id, database) }
    }
}
