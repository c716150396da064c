package import CensusModel
import GRDB
import HourlyRollup

extension SQLiteCensus {
    /// Adds the flows and the coverage of some tallies to those that are there of a source.
    static func add(
        _ packed: PackedTallies, _ tallies: [any FlowTally], of source: Int64, _ database: Database
    ) throws {
        let commit = try Int64.fetchOne(
            database, sql: "SELECT commits + 1 FROM source WHERE id = ?", arguments: [source])
        try packed.write(of: source, commits: commit ?? 1, database)
        for tally in tallies {
            for (hour, coverage) in tally.coverage {
                try CoverageRow.add(coverage, hour: hour, source: source, database)
            }
        }
        let hours = Set(tallies.flatMap(\.coverage.keys)).union(packed.hours)
        try ShippedHours.note(hours, of: source, commits: commit ?? 1, database)
    }

    /// Notes the versions of the lists in use.
    package func note(_ lists: [ListRecord]) throws(SQLiteCensusError) {
        try write("note the lists") { database in
            for list in lists {
                try database.execute(
                    sql: """
                        INSERT INTO list (version, name, entries, first_used_at)
                        VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) ON CONFLICT DO NOTHING
                        """,
                    arguments: [list.version, list.name, list.entries])
            }
        }
    }

    /// Notes that a session counts with some lists from now on.
    package func note(_ lists: ListSet, of session: SessionRecord) throws(SQLiteCensusError) {
        try write("note the lists") { database in
            let source = try Int64.fetchOne(
                database, sql: "SELECT id FROM source WHERE identity = ?", arguments: [session.identity])
            if let source { try ListSetTable.note(lists, of: source, database) }
        }
    }

    /// Notes what decides beside the lists whether a packet counts. A store that holds nothing takes any; another one that is not
    /// known, because an earlier version counted it, is taken to be this.
    package func adopt(_ basis: CountingBasis) throws(SQLiteCensusError) {
        try write("note what counts") { database in
            let known = try BasisTable.basis(database)
            guard known != basis else { return }
            if let known, try !BasisTable.isEmpty(database), let difference = BasisTable.difference(known, basis) {
                throw difference
            }
            try BasisTable.set(basis, database)
        }
    }
}
