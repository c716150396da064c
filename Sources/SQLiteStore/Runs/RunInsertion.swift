import FlowRuns
import GRDB
import NetworkTypes

/// Puts a run into the store page by page. Its row comes last, when its numbers are known.
struct RunInsertion {
    private let id: Int64
    private let source: Int64
    private let hour: Hour
    private let isPruned: Bool
    private let commits: Int64?
    private var pages = 0

    /// Takes the next number that no run has.
    /// - Parameter commits: the last commit of its source that is in the run; `nil` in a store of an earlier version.
    init(source: Int64, hour: Hour, commits: Int64?, isPruned: Bool = false, _ database: Database) throws {
        (self.source, self.hour, self.commits, self.isPruned) = (source, hour, commits, isPruned)
        // The pages of a run whose row is gone would be in the way of another.
        let last = try Self.lastNumber(of: "run", database)
        id = max(last, try Self.lastNumber(of: "page", database) >> RunRow.pageBits) + 1
    }

    private static func lastNumber(of table: String, _ database: Database) throws -> Int64 {
        try Int64.fetchOne(database.cachedStatement(sql: "SELECT max(id) FROM \(table)")) ?? 0
    }

    /// - Throws: `DatabaseError` where a run has more pages than can be.
    mutating func add(_ page: [UInt8], first: [UInt8], last: [UInt8], _ database: Database) throws {
        guard pages < RunPage.mostPages else {
            throw DatabaseError(resultCode: .SQLITE_TOOBIG, message: "a run of more pages than can be")
        }
        let statement = RawStatement(
            try database.cachedStatement(sql: "INSERT INTO page (id, first, last, content) VALUES (?, ?, ?, ?)"),
            database)
        statement.bind(id << RunRow.pageBits | Int64(pages), at: 1)
        for (place, bytes) in [first, last, page].enumerated() { statement.bind(bytes, at: CInt(place + 2)) }
        _ = try statement.step()
        pages += 1
    }

    mutating func add(_ page: RunWriter.Page, _ database: Database) throws {
        try add(page.page.bytes, first: page.first.orderedBytes, last: page.last.orderedBytes, database)
    }

    /// Writes the row of a run that has pages.
    func finish(_ totals: RunTotals, _ database: Database) throws {
        guard pages > 0 else { return }
        try database.cachedStatement(
            sql: "INSERT INTO run (id, source, hour, pruned, records, packets, pages) VALUES (?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            id, source, hour.startSeconds, isPruned ? 1 : 0, Int64(clamping: totals.records),
            Int64(clamping: totals.packets), pages,
        ])
        guard let commits else { return }
        try database.cachedStatement(sql: "UPDATE run SET commits = ? WHERE id = ?").execute(arguments: [commits, id])
    }
}
