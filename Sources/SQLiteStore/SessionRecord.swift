package import CensusModel
import GRDB

/// A run that counts live interfaces: what is told of it, beside what it counted.
package struct SessionRecord: Equatable, Sendable {
    /// Drawn at random when it began.
    package let identity: String
    /// The interfaces, with commas between them.
    package let interfaces: String

    package init(identity: String, interfaces: String) {
        self.identity = identity
        self.interfaces = interfaces
    }
}

extension SQLiteCensus {
    /// Notes that a session begins: the first thing written, so that a store that cannot be written is known by it.
    package func begin(_ session: SessionRecord) throws(SQLiteCensusError) {
        try write("note the session") { database in
            _ = try Self.insertSource(
                kind: "session", identity: session.identity, name: session.interfaces, database)
        }
    }

    /// Adds what a slice of a session's time showed, and notes in the same transaction that the slice is done.
    ///
    /// A slice is counted once because it is handed over once: nobody can meet it again, as one can a capture.
    ///
    /// - Parameter tallies: one for each watchlist that was in use.
    package func commit(_ tallies: [any FlowTally], of session: SessionRecord) throws(SQLiteCensusError) {
        try write("commit a tally") { database in
            let source = try Int64.fetchOne(
                database, sql: "SELECT id FROM source WHERE identity = ?", arguments: [session.identity])
            guard let source else {
                throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "the session was not begun")
            }
            var whole = Coverage()
            for tally in tallies {
                try Self.add(tally, of: source, database)
                for coverage in tally.coverage.values { whole.merge(coverage) }
            }
            try Self.noteSlice(whole, of: source, database)
        }
    }

    private static func noteSlice(_ coverage: Coverage, of source: Int64, _ database: Database) throws {
        let dropped = coverage.dropped.values.reduce(0, +)
        try database.execute(
            sql: """
                UPDATE source SET commits = commits + 1, packets = packets + ?, dropped = dropped + ?,
                    committed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
                WHERE id = ?
                """,
            arguments: [Int64(clamping: coverage.seen), Int64(clamping: dropped), source])
    }
}
