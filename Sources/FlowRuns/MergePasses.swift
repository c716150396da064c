import CensusModel
package import NetworkTypes

/// A run that is opened when it is merged.
package struct UnopenedRun {
    let isPruned: Bool
    /// How many records are in memory while it is open, and what else it takes counted as such.
    let openRecords: UInt64
    private let open: () throws -> RunCursor?

    /// What a page takes beside its records, some 1,500 bytes.
    private static let besidesRecords: UInt64 = 8

    /// - Parameters:
    ///   - records: how many it has at the most.
    ///   - open: gives a cursor over them; `nil` where it has none.
    package init(isPruned: Bool = false, records: UInt64, _ open: @escaping () throws -> RunCursor?) {
        (self.isPruned, self.open) = (isPruned, open)
        openRecords = Self.openRecords(of: records)
    }

    /// - Parameter records: how many the run has.
    package static func openRecords(of records: UInt64) -> UInt64 {
        min(records, UInt64(RunPage.mostRecords)) + besidesRecords
    }

    func cursor() throws -> RunCursor? { try open() }
}

extension RunMerge {
    /// Merges any number of runs of an hour within memory.
    ///
    /// Of each run that is merged one page is open, in 216 bytes a record. Where all at once would hold more than `most` records, groups
    /// of them, the smallest runs first, are put together beforehand to runs in memory, whose pages are packed in some 20 bytes a record.
    ///
    /// - Parameters:
    ///   - parts: what is read of records.
    ///   - most: so many records are open at once, or two pages where these have more.
    package init(_ runs: [UnopenedRun], of hour: Hour, _ parts: RecordParts = .all, most: UInt64) throws {
        let passes = MergePasses(hour: hour, parts: parts, most: most)
        var opened = runs
        if passes.open(runs) > most {
            let kinds = [false, true].map { isPruned in runs.filter { $0.isPruned == isPruned } }
            let all = passes.open(runs)
            // Of each kind as large a share stays open as it has of all.
            opened = try kinds.flatMap { try passes.reduced($0, to: most * passes.open($0) / all) }
        }
        self.init(try opened.compactMap { try $0.cursor() })
    }
}

/// Puts groups of runs together, until few enough are left to be merged at once.
private struct MergePasses {
    let hour: Hour
    let parts: RecordParts
    let most: UInt64
    private let unpacker = SharedUnpacker()

    init(hour: Hour, parts: RecordParts, most: UInt64) {
        (self.hour, self.parts, self.most) = (hour, parts, most)
    }

    func open(_ runs: [UnopenedRun]) -> UInt64 {
        runs.reduce(0) { $0 + $1.openRecords }
    }

    /// - Parameter target: how many records of what is returned are open at once, unless that is one run.
    func reduced(_ runs: [UnopenedRun], to target: UInt64) throws -> [UnopenedRun] {
        var (runs, total) = (runs.sorted { $0.openRecords < $1.openRecords }[...], open(runs))
        while total > target, runs.count > 1 {
            let group = runs.prefix(groupLength(runs, more: total - target))
            runs.removeFirst(group.count)
            total -= open(Array(group))
            let run = try merged(group)
            total += run.openRecords
            runs.append(run)
        }
        return Array(runs)
    }

    /// How many of the first runs to put together: as many as can be open at once, but no more than it takes to close `more` records.
    private func groupLength(_ runs: ArraySlice<UnopenedRun>, more: UInt64) -> Int {
        var (length, records) = (0, 0 as UInt64)
        for run in runs {
            let isEnough = records >= more + UInt64(RunPage.mostRecords)
            guard length < 2 || !isEnough && records + run.openRecords <= most else { break }
            records += run.openRecords
            length += 1
        }
        return length
    }

    private func merged(_ runs: ArraySlice<UnopenedRun>) throws -> UnopenedRun {
        var merge = RunMerge(try runs.compactMap { try $0.cursor() })
        var writer = RunWriter()
        var (union, pages) = (RecordUnion(), [RunPage]())
        writer.begin(hour)
        try merge.handOn { record, _ in
            union.add(record) { writer.add($0) { pages.append($0.page) } }
        }
        union.finish { writer.add($0) { pages.append($0.page) } }
        writer.finish { pages.append($0.page) }
        let (isPruned, parts, unpacker) = (runs.first?.isPruned ?? false, parts, unpacker)
        return UnopenedRun(isPruned: isPruned, records: writer.totals.records) {
            var rest = pages[...]
            return try RunCursor(isPruned: isPruned) { try rest.popFirst().map { try unpacker.records($0, parts) } }
        }
    }
}
