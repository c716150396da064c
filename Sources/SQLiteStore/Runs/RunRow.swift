import FlowRuns
import GRDB
import NetworkTypes

/// A run as its row in the table `run` tells of it.
struct RunRow: Sendable {
    let id: Int64
    let source: Int64
    let hour: Hour
    let isPruned: Bool
    /// The last commit of its source that is in it; 0 where an earlier version noted none.
    let commits: Int64
    let totals: RunTotals
    let pages: Int

    /// - Throws: `DatabaseError` where the row states what cannot be.
    init(_ row: Row) throws {
        (id, source) = (try row.value("id"), try row.value("source"))
        commits = row.optionalValue("commits", Int64.self) ?? 0
        hour = try Hour(startSeconds: try row.value("hour"), of: "the run \(id)")
        let (records, packets) = (try row.value("records") as Int64, try row.value("packets") as Int64)
        guard let pruned = Self.pruned[try row.value("pruned") as Int64], records > 0, packets >= 0,
            let pages = Int(exactly: try row.value("pages") as Int64), (1...RunPage.mostPages).contains(pages),
            (0...Int64.max >> Self.pageBits).contains(id)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the run \(id) states impossible numbers") }
        (isPruned, self.pages) = (pruned, pages)
        totals = RunTotals(records: UInt64(records), packets: UInt64(packets))
    }

    private static let pruned: [Int64: Bool] = [0: false, 1: true]

    /// The number of a page is its run's, and this many bits of its place in it.
    static let pageBits: Int64 = 20

    func number(ofPage place: Int) -> Int64 { id << Self.pageBits | Int64(place) }

    /// How a message names it.
    var title: String { "the run \(id) of the hour \(hour) and the source \(source)" }

    /// - Returns: the error that a page is damaged.
    func damage(ofPage place: Int, _ fault: RunFault) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "page \(place) of \(title): \(fault)")
    }
}

/// The tables `run` and `page`.
enum RunTable {
    /// Removes a run with its pages.
    static func remove(_ run: Int64, _ database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM page WHERE id >= ? AND id < ?").execute(
            arguments: [run << RunRow.pageBits, (run + 1) << RunRow.pageBits])
        try database.cachedStatement(sql: "DELETE FROM run WHERE id = ?").execute(arguments: [run])
    }

    /// Removes the runs that a condition names.
    static func remove(where condition: String, _ arguments: StatementArguments, _ database: Database) throws {
        for run in try Int64.fetchAll(database, sql: "SELECT id FROM run WHERE \(condition)", arguments: arguments) {
            try remove(run, database)
        }
    }

    /// The runs that a condition names, in the order of their numbers.
    static func runs(
        where condition: String, _ arguments: StatementArguments, _ database: Database, in schema: String = "main"
    ) throws -> [RunRow] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM \(schema).run WHERE \(condition) ORDER BY id", arguments: arguments
        ).map(RunRow.init)
    }
}
