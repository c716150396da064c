package import CensusModel
import GRDB

extension SQLiteCensus {
    /// Notes that a session begins: the first thing written, so that a store that cannot be written is known by it.
    package func begin(_ session: SessionRecord) throws(SQLiteCensusError) {
        try write("note the session") { database in
            _ = try Self.insertSource(
                kind: session.kind.rawValue, identity: session.identity, name: session.interfaces, sensor: sensor,
                database)
        }
    }

    /// Adds what a segment of a session's time showed, and notes in the same transaction that the segment is done.
    ///
    /// A segment is counted once because it is handed over once: nobody can meet it again, as one can a capture.
    ///
    /// - Parameter tallies: one for each watchlist that was in use.
    package func commit(_ tallies: [any FlowTally], of session: SessionRecord) throws(SQLiteCensusError) {
        let packed = PackedTallies(tallies)
        try write("commit a tally") { database in
            let source = try Int64.fetchOne(
                database, sql: "SELECT id FROM source WHERE identity = ?", arguments: [session.identity])
            guard let source else {
                throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "the session was not begun")
            }
            var whole = Coverage()
            try Self.add(packed, tallies, of: source, database)
            for tally in tallies {
                for coverage in tally.coverage.values { whole.merge(coverage) }
            }
            try Self.noteSegment(whole, of: source, database)
        }
    }

    private static func noteSegment(_ coverage: Coverage, of source: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE source SET commits = commits + 1, packets = packets + ?, records = records + ?, dropped = dropped + ?,
                    committed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
                WHERE id = ?
                """,
            arguments: [
                Int64(clamping: coverage.seen), Int64(clamping: coverage.allRecords.seen),
                Int64(clamping: coverage.lost), source,
            ])
    }
}
