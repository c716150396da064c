package import CensusModel
import GRDB
import HourlyRollup

extension SQLiteCensus {
    /// Adds the flows and the coverage of a tally to those that are there of a source.
    static func add(_ tally: any FlowTally, of source: Int64, _ database: Database) throws {
        var attributions = try AttributionTable(database)
        let upsert = RawStatement(try database.cachedStatement(sql: FlowRow.upsert), database)
        try tally.forEachRecordInOrder { flow in
            let attribution = Attribution(
                threatClass: flow.key.threatClass, labels: flow.labels, matchesPort: flow.matchesPort)
            let number = try attributions.number(of: attribution, database)
            for report in flow.allReports {
                FlowRow.bind(flow, report, attribution: number, source: source, to: upsert)
                try upsert.run()
            }
        }
        for (hour, coverage) in tally.coverage {
            try CoverageRow.add(coverage, hour: hour, source: source, database)
        }
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
}
