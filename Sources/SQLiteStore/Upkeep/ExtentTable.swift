import CensusModel
import FlowRuns
import GRDB
import NetworkTypes
import Synchronization

/// How many flows, origins and hosts a store holds, and between which hours.
struct ExtentCounts: Equatable, Sendable {
    var flows: UInt64 = 0
    var origins = 0
    var hosts = 0
    var hours: ClosedRange<Hour>?
}

/// The table `extent`: what was counted of the whole store once, as long as it holds. Whoever changes flows, and does not only put
/// runs together, forgets it in the same transaction.
enum ExtentTable {
    /// What is kept; `nil` where flows changed since, or the store is of an earlier version.
    static func kept(_ database: Database) throws -> ExtentCounts? {
        guard try database.tableExists("extent"),
            let row = try Row.fetchOne(database, sql: "SELECT * FROM extent WHERE flows IS NOT NULL")
        else { return nil }
        var counts = ExtentCounts(
            flows: UInt64(clamping: try row.value("flows") as Int64), origins: try row.value("origins"),
            hosts: try row.value("hosts"))
        if let first = row.optionalValue("first", Int64.self), let last = row.optionalValue("last", Int64.self) {
            let first = try Hour(startSeconds: first, of: "the extent")
            let last = try Hour(startSeconds: last, of: "the extent")
            guard first <= last else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the extent ends before it begins")
            }
            counts.hours = first...last
        }
        return counts
    }

    /// - Parameter records: about how many were added or removed.
    static func forget(_ records: UInt64, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                UPDATE extent SET changes = changes + 1, records = min(records + ?, 1 << 53), flows = NULL, origins = NULL,
                    hosts = NULL, first = NULL, last = NULL
                """
        ).execute(arguments: [Int64(clamping: min(records, 1 << 53))])
    }

    /// How often flows changed; `nil` in a store of an earlier version.
    static func changes(_ database: Database) throws -> Int64? {
        guard try database.tableExists("extent") else { return nil }
        return try Int64.fetchOne(database, sql: "SELECT changes FROM extent")
    }

    /// Keeps what was counted when flows had changed so often, unless they changed since.
    static func keep(_ counts: ExtentCounts, countedAt changes: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE extent SET records = 0, flows = ?, origins = ?, hosts = ?, first = ?, last = ? WHERE changes = ?
                """,
            arguments: [
                Int64(clamping: counts.flows), counts.origins, counts.hosts, counts.hours?.lowerBound.startSeconds,
                counts.hours?.upperBound.startSeconds, changes,
            ])
    }

    /// Whether so much changed since it was counted that counting again takes little beside.
    static func isWorthCounting(_ database: Database) throws -> Bool {
        guard try kept(database) == nil, try database.tableExists("extent") else { return false }
        let changed = try Int64.fetchOne(database, sql: "SELECT records FROM extent") ?? 0
        let all = try Int64.fetchOne(database, sql: "SELECT ifnull(sum(records), 0) FROM run") ?? 0
        return all <= fewRecords || changed > 0 && all / changed < 8
    }

    /// So many are counted in some hundredths of a second.
    private static let fewRecords: Int64 = 1 << 18
}

extension SQLiteCensus {
    /// What the store holds, from its catalogue where it is kept there.
    func extent() throws -> ExtentCounts {
        let kept = try queue.read { database in
            // Runs that cannot be are named, although nothing is read of them.
            try RunFlows(FlowFilter(hours: HourRange()), database).forEachHour { _, _ in }
            return try ExtentTable.kept(database)
        }
        if let kept { return kept }
        let (counts, changes) = try queue.read { database in
            (try Self.countExtent(database), try ExtentTable.changes(database))
        }
        // Nobody waits for it: while others write, what they change would be counted again anyway.
        if let changes, try queue.read(WriterMark.descriptions).isEmpty {
            try? queue.write { try ExtentTable.keep(counts, countedAt: changes, $0) }
        }
        return counts
    }

    /// Counts what the store holds, if that is worth it now, for whoever wants to know it next.
    func keepExtent() throws {
        let counted = try queue.read { database -> (ExtentCounts, Int64?)? in
            guard try ExtentTable.kept(database) == nil else { return nil }
            let changes = try ExtentTable.changes(database)
            let merged = mergedExtent.withLock { $0 }
            if let counts = try merged?.counts(at: changes, database) { return (counts, changes) }
            guard try ExtentTable.isWorthCounting(database) else { return nil }
            return (try Self.countExtent(database), changes)
        }
        guard let (counts, changes) = counted, let changes else { return }
        try queue.write { try ExtentTable.keep(counts, countedAt: changes, $0) }
    }

    /// Reads the key of every flow of a store that has runs, on all cores.
    static func countExtent(_ database: Database) throws -> ExtentCounts {
        var extent = StoreExtent()
        try extent.add(RunFlows(FlowFilter(hours: HourRange()), parts: .keys, database), database)
        return extent.counts
    }
}
