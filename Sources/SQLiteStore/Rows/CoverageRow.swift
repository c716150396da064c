import CensusModel
import GRDB
import NetworkTypes

/// The coverage of an hour as it stands in the table `coverage`: one row a counter.
enum CoverageRow {
    private static let upsert = """
        INSERT INTO coverage (hour, kind, name, source, exporter, packets) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET packets = packets + excluded.packets
        """

    /// Takes the rows of a source from the attached database `other`: the source here and the one there are its arguments.
    static let copy = """
        INSERT INTO main.coverage (hour, kind, name, source, exporter, packets)
        SELECT hour, kind, name, ?, exporter, packets FROM other.coverage WHERE source = ?
        """

    /// All rows, of stores of earlier versions, too.
    static func select(where filter: String, ofVersion version: Int) -> String {
        let exporter = version >= Schema.firstVersionWithExporters ? "exporter" : "0 AS exporter"
        return "SELECT hour, kind, name, \(exporter), packets FROM coverage\(filter)"
    }

    static func add(_ coverage: Coverage, hour: Hour, source: Int64, _ database: Database) throws {
        try add(counters(of: coverage), .packets, hour: hour, source: source, database)
        for (exporter, records) in coverage.records {
            try add(counters(of: records), exporter, hour: hour, source: source, database)
        }
    }

    private static func add(
        _ counters: [(String, String, UInt64)], _ exporter: Exporter, hour: Hour, source: Int64, _ database: Database
    ) throws {
        let statement = try database.cachedStatement(sql: upsert)
        for (kind, name, count) in counters where count > 0 {
            try statement.execute(arguments: [
                hour.startSeconds, kind, name, source, exporter.databaseValue, Int64(clamping: count),
            ])
        }
    }

    private static func counters(of coverage: Coverage) -> [(String, String, UInt64)] {
        [
            ("seen", "", coverage.seen), ("decoded", "", coverage.decoded), ("matched", "", coverage.matched),
        ]
            + coverage.undecoded.map { ("undecoded", $0.key, $0.value) }
            + coverage.notIP.map { ("not_ip", $0.key, $0.value) }
            + coverage.remarked.map { ("remarked", $0.key, $0.value) }
            + coverage.dropped.map { ("dropped", $0.key, $0.value) }
    }

    private static func counters(of records: RecordCoverage) -> [(String, String, UInt64)] {
        [
            ("seen", "", records.seen), ("decoded", "", records.decoded), ("matched", "", records.matched),
        ]
            + records.undecoded.map { ("undecoded", $0.key, $0.value) }
            + records.notFlow.map { ("not_flow", $0.key, $0.value) }
            + records.remarked.map { ("remarked", $0.key, $0.value) }
            + records.lost.map { ("lost", $0.key, $0.value) }
    }

    /// The most that a row can state.
    static let maximumCount: Int64 = 1 << 53

    /// Refuses an hour in which something is neither decoded nor not, or more matches than was decoded.
    static func check(_ coverage: Coverage, of hour: Hour) throws {
        let packets = (coverage.seen, coverage.decoded, coverage.undecoded, coverage.notIP, coverage.matched)
        let records = coverage.records.values.map { ($0.seen, $0.decoded, $0.undecoded, $0.notFlow, $0.matched) }
        for (seen, decoded, undecoded, passedOver, matched) in [packets] + records {
            let others = (Array(undecoded.values) + passedOver.values).reduce(0 as UInt64) { $0.addingClamped($1) }
            guard seen == decoded.addingClamped(others), matched <= decoded else {
                throw DatabaseError(
                    resultCode: .SQLITE_CORRUPT,
                    message: "the coverage of the hour \(hour) does not add up: \(seen) seen, \(decoded) decoded, "
                        + "\(others) not, \(matched) matched")
            }
        }
    }

    /// Adds one row to the coverage it belongs to.
    ///
    /// - Throws: `DatabaseError` where the row states what no count can be.
    static func add(_ row: Row, of hour: Hour, to coverage: inout Coverage) throws {
        let stated = try row.value("packets") as Int64
        let (kind, name) = (try row.value("kind") as String, try row.value("name") as String)
        guard let exporter = Exporter(row["exporter"] as DatabaseValue) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "coverage of no known exporter")
        }
        // What is lost by sequence numbers is whatever these say.
        let isCounted = !["lost", "dropped"].contains(kind)
        guard stated > 0, !isCounted || stated <= maximumCount else {
            let row = name.isEmpty ? kind : "\(kind) (\(name))"
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT,
                message: "the coverage of the hour \(hour) states an impossible number as \(row): \(stated)")
        }
        let count = UInt64(min(stated, maximumCount))
        if exporter.isPackets {
            add(count, kind, name, to: &coverage)
        } else {
            add(count, kind, name, to: &coverage.records[exporter, default: RecordCoverage()])
        }
    }

    private static func add(_ packets: UInt64, _ kind: String, _ name: String, to coverage: inout Coverage) {
        switch kind {
        case "seen": coverage.seen = coverage.seen.addingClamped(packets)
        case "decoded": coverage.decoded = coverage.decoded.addingClamped(packets)
        case "matched": coverage.matched = coverage.matched.addingClamped(packets)
        case "undecoded": coverage.undecoded[name, default: 0] = (coverage.undecoded[name] ?? 0).addingClamped(packets)
        case "not_ip": coverage.notIP[name, default: 0] = (coverage.notIP[name] ?? 0).addingClamped(packets)
        case "remarked": coverage.remarked[name, default: 0] = (coverage.remarked[name] ?? 0).addingClamped(packets)
        default: coverage.dropped[name, default: 0] = (coverage.dropped[name] ?? 0).addingClamped(packets)
        }
    }

    private static func add(_ count: UInt64, _ kind: String, _ name: String, to records: inout RecordCoverage) {
        switch kind {
        case "seen": records.seen = records.seen.addingClamped(count)
        case "decoded": records.decoded = records.decoded.addingClamped(count)
        case "matched": records.matched = records.matched.addingClamped(count)
        case "undecoded": records.undecoded[name, default: 0] = (records.undecoded[name] ?? 0).addingClamped(count)
        case "not_flow": records.notFlow[name, default: 0] = (records.notFlow[name] ?? 0).addingClamped(count)
        case "remarked": records.remarked[name, default: 0] = (records.remarked[name] ?? 0).addingClamped(count)
        default: records.lost[name, default: 0] = (records.lost[name] ?? 0).addingClamped(count)
        }
    }
}
