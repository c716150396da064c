import CensusModel
import GRDB
import NetworkTypes

/// Whether a store's pages and rows hang together.
enum Soundness {
    /// What SQLite's quick check finds first (sqlite.org/pragma.html#pragma_quick_check); `nil` where all is well.
    /// It reads the whole file once.
    static func firstFinding(_ database: Database) throws -> String? {
        let finding = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
        return finding == "ok" ? nil : finding ?? "the check gave no answer"
    }

    /// Everything that is wrong: with the file, or, where that is sound, with what its rows say.
    static func findings(_ database: Database) throws -> [String] {
        let findings = try findingsBesideExtent(database)
        let isKept = try findings.isEmpty && Schema.version(of: database) >= Schema.firstVersionWithRuns
        // What is kept of damaged runs says nothing.
        return try isKept ? extent(database) : findings
    }

    /// The same, but for how many flows, origins and hosts the catalogue says there are, which takes as long as all else.
    static func findingsBesideExtent(_ database: Database) throws -> [String] {
        let damages = try damages(database)
        // Which runs are damaged, where that can be told.
        guard damages.isEmpty else { return damages + ((try? RunSoundness.findings(database)) ?? []) }
        let version = try Schema.version(of: database)
        guard version >= Schema.firstVersionWithRuns else {
            return try (rules + rowRules).flatMap { try $0.findings(database) }
        }
        return try ruleFindings(database) + RunSoundness.findings(database)
    }

    /// What is wrong with what another engine takes over: as `findingsBesideExtent`. Of a sound store the table `page` is read once for it,
    /// for each page of a run is found by its number and says where it belongs.
    static func contributionFindings(_ database: Database) throws -> [String] {
        do {
            if try Schema.version(of: database) >= Schema.firstVersionWithRuns,
                try catalogueDamages(database).isEmpty, try ruleFindings(database).isEmpty,
                try RunSoundness.findings(database).isEmpty
            {
                return []
            }
        } catch let error as DatabaseError where error.damage != nil {
            // SQLite's check of all tables says what it is.
        }
        return try findingsBesideExtent(database)
    }

    /// What is wrong with a store that has runs, but for the table `page`, and for what is kept of runs. Whoever copies runs looks
    /// through their pages, each of which says where it belongs.
    static func catalogueFindings(_ database: Database) throws -> [String] {
        let damages = try catalogueDamages(database)
        guard damages.isEmpty else { return damages }
        return try ruleFindings(database) + RunSoundness.catalogueFindings(database)
    }

    private static func catalogueDamages(_ database: Database) throws -> [String] {
        let tables = try String.fetchAll(
            database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'page'")
        return try tables.flatMap { table in
            try damages(database, "'\(table.replacing("'", with: "''"))'")
        }
    }

    /// What is wrong with the file, or a table of it (sqlite.org/pragma.html#pragma_integrity_check).
    private static func damages(_ database: Database, _ checked: String = "\(mostFindings)") throws -> [String] {
        do {
            let findings = try String.fetchAll(database, sql: "PRAGMA integrity_check(\(checked))")
            return findings == ["ok"] ? [] : findings
        } catch let error as DatabaseError {
            guard let damage = error.damage else { throw error }
            return [damage]
        }
    }

    private static func ruleFindings(_ database: Database) throws -> [String] {
        let kept = try KeptCountTable.isThere(database) ? keptRules : []
        return try (rules + kept).flatMap { try $0.findings(database) }
    }

    private static let mostFindings = 20

    /// Whether the catalogue says how many flows, origins and hosts there are.
    private static func extent(_ database: Database) throws -> [String] {
        guard let kept = try ExtentTable.kept(database) else { return [] }
        let found = try SQLiteCensus.countExtent(database)
        guard kept != found else { return [] }
        return [
            "the catalogue says \(kept.flows) flows of \(kept.origins) origins and \(kept.hosts) hosts, and the runs hold "
                + "\(found.flows) of \(found.origins) and \(found.hosts)"
        ]
    }

    /// What must hold of the rows of a table, each with a count of rows that break it.
    private struct RuleSet {
        let rows: String
        /// A sentence for each, and what is true of rows that break the rule.
        let violations: [(finding: String, condition: String)]

        /// All rules in one pass over the rows.
        func findings(_ database: Database) throws -> [String] {
            let sums = violations.map { "ifnull(sum(\($0.condition)), 0)" }.joined(separator: ", ")
            guard let row = try Row.fetchOne(database, sql: "SELECT \(sums) FROM \(rows)") else { return [] }
            return zip(violations, row.databaseValues).compactMap { violation, sum in
                let count = Int64.fromDatabaseValue(sum) ?? 1
                return count == 0 ? nil : "\(violation.finding): \(count)"
            }
        }
    }

    private static let hourLength = "3600000000000"

    private static let impossibleHour =
        "hour NOT BETWEEN \(Hour.storedSeconds.lowerBound) AND \(Hour.storedSeconds.upperBound)"

    private static let rules = [
        RuleSet(
            rows: "attribution",
            violations: [
                ("attributions of an unknown class", "class NOT IN (\(classes))"),
                (
                    "attributions whose labels are no list",
                    "CASE WHEN json_valid(labels) THEN json_type(labels) <> 'array' ELSE 1 END"
                ),
                ("attributions that say neither that a port matched nor that none did", "port_matched NOT IN (0, 1)"),
            ]),
        RuleSet(
            rows: "source",
            violations: [
                ("sources of an unknown kind", "kind NOT IN (\(kinds))"),
                (
                    "sources with impossible counters",
                    "commits < 0 OR packets < 0 OR records < 0 OR dropped < 0 OR position < 0"
                ),
            ]),
        RuleSet(
            rows: "coverage",
            violations: [
                ("coverage of an hour that does not begin on the hour", "hour % 3600 <> 0"),
                ("coverage of an hour that no time can have", impossibleHour),
                ("coverage of an unknown source", "source NOT IN (SELECT id FROM source)"),
                (
                    "coverage of an unknown kind",
                    "kind NOT IN ('seen', 'decoded', 'matched', 'undecoded', 'remarked') "
                        + "AND kind NOT IN (CASE WHEN \(isPackets) THEN 'not_ip' ELSE 'not_flow' END, "
                        + "CASE WHEN \(isPackets) THEN 'dropped' ELSE 'lost' END)"
                ),
                ("coverage of an exporter that cannot be read", noExporter),
                ("coverage without packets", "packets <= 0"),
                (
                    "coverage of more than can be",
                    "kind NOT IN ('lost', 'dropped') AND packets > \(CoverageRow.maximumCount)"
                ),
            ]),
        RuleSet(
            rows: """
                (SELECT total(packets) FILTER (WHERE kind = 'seen') AS seen,
                    total(packets) FILTER (WHERE kind = 'decoded') AS decoded,
                    total(packets) FILTER (WHERE kind IN ('undecoded', 'not_ip', 'not_flow')) AS undecoded,
                    total(packets) FILTER (WHERE kind = 'matched') AS matched
                FROM coverage GROUP BY hour, source, exporter)
                """,
            violations: [
                ("hours in which packets are neither decoded nor not", "seen <> decoded + undecoded"),
                ("hours in which more packets match than are decoded", "matched > decoded"),
            ]),
    ]

    /// What holds of counts that outlived their flows.
    private static let keptRules = [
        RuleSet(
            rows: "kept_hour",
            violations: [
                ("kept counts of an hour that does not begin on the hour", "hour % 3600 <> 0"),
                ("kept counts of an hour that no time can have", impossibleHour),
                (
                    "hours of kept counts with impossible numbers",
                    "one_way NOT IN (0, 1) OR countries NOT IN (0, 1) OR later_records < 0"
                ),
            ]),
        RuleSet(
            rows: "kept_count",
            violations: [
                ("kept counts of an hour that has none", "hour NOT IN (SELECT hour FROM kept_hour)"),
                (
                    "kept counts of an unknown grouping, or of no origin or country",
                    "CASE grouping WHEN 'origin,hour' THEN \(noAddress("subject")) WHEN 'country,hour' THEN "
                        + "typeof(subject) <> 'text' OR length(subject) NOT IN (0, 2) WHEN 'hour' THEN subject <> '' ELSE 1 END"
                ),
                (
                    "kept counts of an unknown attribution or of another class",
                    "class IS NOT (SELECT class FROM attribution AS what WHERE what.id = kept_count.attribution)"
                ),
                (
                    "kept counts of more hosts than were there",
                    "affected < 0 OR hosts < 1 OR affected > hosts OR attempted + answered + exchanged > hosts "
                        + "OR probed + served > hosts OR intruded > hosts OR min(attempted, answered, exchanged, intruded, probed, served) < 0"
                ),
                (
                    "kept counts with impossible times or coverage",
                    "last_seen < first_seen OR coverage NOT BETWEEN 0 AND 1"
                ),
            ]),
    ]

    /// What holds of the flows of earlier versions, which are rows.
    private static let rowRules = [
        flows("flows", in: "flow"), flows("pruned flows", in: "pruned_flow"),
        RuleSet(
            rows: """
                (SELECT hour, source, total(packets) AS packets, total(matched) AS matched FROM (
                    SELECT hour, source, host_packets + origin_packets AS packets, 0 AS matched FROM flow WHERE \(isPackets)
                    UNION ALL SELECT hour, source, 0, packets FROM coverage WHERE kind = 'matched' AND \(isPackets))
                GROUP BY hour, source)
                """,
            violations: [("hours in which flows hold other packets than those that match", "packets <> matched")]),
    ]

    private static func flows(_ name: String, in table: String) -> RuleSet {
        RuleSet(
            rows: table,
            violations: [
                ("\(name) of an hour that does not begin on the hour", "hour % 3600 <> 0"),
                ("\(name) of an hour that no time can have", impossibleHour),
                ("\(name) of an origin that is no address", noAddress("origin")),
                ("\(name) of a host that is no address", noAddress("host")),
                (
                    "\(name) of impossible ports or protocols",
                    "protocol NOT BETWEEN 0 AND 255 OR host_port NOT BETWEEN 0 AND 65535 "
                        + "OR origin_port NOT BETWEEN 0 AND 65535"
                ),
                ("\(name) of an unknown attribution", "attribution NOT IN (SELECT id FROM attribution)"),
                ("\(name) of an unknown source", "source NOT IN (SELECT id FROM source)"),
                ("\(name) of an exporter that cannot be read", noExporter),
                ("\(name) without packets", "\(isPackets) AND host_packets + origin_packets <= 0"),
                ("\(name) of which neither end sent", "host_first IS NULL AND origin_first IS NULL"),
                ("\(name) with impossible counters", impossible("host") + " OR " + impossible("origin")),
                ("\(name) with bits that say nothing", "(host_flags | origin_flags) & ~\(knownBits) <> 0"),
            ])
    }

    /// The bits of TCP flags, and those of openings, answers and statements.
    private static let knownBits = 0xB_03FF

    private static let kinds = SourceKind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")

    /// Whether packets tell of it, and no flow log.
    private static let isPackets = "typeof(exporter) = 'integer' AND exporter = 0"

    private static let noExporter =
        noAddress("exporter") + " AND NOT (typeof(exporter) = 'text' AND length(exporter) BETWEEN 1 AND 15)"

    private static let classes = ThreatClass.allCases.map { "\($0.rawValue)" }.joined(separator: ", ")

    private static func noAddress(_ column: String) -> String {
        "NOT (typeof(\(column)) = 'integer' AND \(column) BETWEEN 0 AND 4294967295 "
            + "OR typeof(\(column)) = 'blob' AND length(\(column)) = 16)"
    }

    /// An end that sent nothing has no times, and one that sent has both, in their order and within the hour. A flow log may
    /// state that an end sent, and not how many packets.
    private static func impossible(_ end: String) -> String {
        """
        \(end)_packets < 0 OR \(end)_bytes < 0 OR \(end)_payload < 0 OR \(end)_refusals NOT BETWEEN 0 AND \(end)_packets
        OR \(end)_packets > 0 AND \(end)_first IS NULL OR (\(end)_first IS NULL) <> (\(end)_last IS NULL)
        OR \(isPackets) AND \(end)_packets = 0 AND \(end)_first IS NOT NULL
        OR ifnull(\(end)_first < 0 OR \(end)_last < \(end)_first OR \(end)_last >= \(hourLength), 0)
        """
    }
}
