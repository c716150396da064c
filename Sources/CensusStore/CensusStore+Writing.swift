import GRDB
package import HourlyRollup
import NetworkTypes

/// A capture that was counted: what makes it the same capture again, and what is told of it.
package struct CaptureRecord: Equatable, Sendable {
    /// SHA-256 of what tells captures apart, in hexadecimal.
    package let identity: String
    package let name: String
    package let packets: UInt64

    package init(identity: String, name: String, packets: UInt64) {
        self.identity = identity
        self.name = name
        self.packets = packets
    }
}

/// A list that was used: which version of it, and how much it held.
package struct ListRecord: Equatable, Sendable {
    /// SHA-256 of the list's bytes, in hexadecimal.
    package let version: String
    package let name: String
    package let entries: Int

    package init(version: String, name: String, entries: Int) {
        self.version = version
        self.name = name
        self.entries = entries
    }
}

extension CensusStore {
    /// Adds a tally, and notes in the same transaction which capture it is of.
    ///
    /// - Returns: the name under which the same capture was counted before; then nothing is added.
    package func commit(_ tally: HourlyTally, of capture: CaptureRecord) throws(CensusStoreError) -> String? {
        try write("commit a tally") { database in
            if let name = try Self.countedName(ofCapture: capture.identity, database) { return name }
            try Self.add(tally, database)
            try Self.note(capture, database)
            return nil
        }
    }

    /// Adds the flows and the coverage of a tally to those that are there.
    static func add(_ tally: HourlyTally, _ database: Database) throws {
        var attributions = try AttributionTable(database)
        let upsert = try database.cachedStatement(sql: FlowRow.upsert)
        try tally.forEachRecordInOrder { flow in
            let attribution = Attribution(
                threatClass: flow.key.threatClass, labels: flow.labels, matchesPort: flow.matchesPort)
            let number = try attributions.number(of: attribution, database)
            try upsert.execute(arguments: FlowRow.arguments(flow, attribution: number))
        }
        for (hour, coverage) in tally.coverage {
            try CoverageRow.add(coverage, hour: hour, database)
        }
    }

    private static func note(_ capture: CaptureRecord, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO capture (identity, name, packets, finished_at)
                VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
                """,
            arguments: [capture.identity, capture.name, Int64(clamping: capture.packets)])
    }

    /// The name under which a capture was counted; `nil` when it was not.
    package func countedName(ofCapture identity: String) throws(CensusStoreError) -> String? {
        try read("look for a capture") { try Self.countedName(ofCapture: identity, $0) }
    }

    private static func countedName(ofCapture identity: String, _ database: Database) throws -> String? {
        try String.fetchOne(database, sql: "SELECT name FROM capture WHERE identity = ?", arguments: [identity])
    }

    /// Notes the versions of the lists in use.
    package func note(_ lists: [ListRecord]) throws(CensusStoreError) {
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
