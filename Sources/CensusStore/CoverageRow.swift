import GRDB
import HourlyRollup
import NetworkTypes

/// The coverage of an hour as it stands in the table `coverage`: one row a counter.
enum CoverageRow {
    private static let upsert = """
        INSERT INTO coverage (hour, kind, name, packets) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET packets = packets + excluded.packets
        """

    static func add(_ coverage: Coverage, hour: Hour, _ database: Database) throws {
        let statement = try database.cachedStatement(sql: upsert)
        for (kind, name, packets) in counters(of: coverage) where packets > 0 {
            try statement.execute(arguments: [hour.startSeconds, kind, name, Int64(clamping: packets)])
        }
    }

    private static func counters(of coverage: Coverage) -> [(String, String, UInt64)] {
        [
            ("seen", "", coverage.seen), ("decoded", "", coverage.decoded), ("matched", "", coverage.matched),
        ]
            + coverage.undecoded.map { ("undecoded", $0.key, $0.value) }
            + coverage.remarked.map { ("remarked", $0.key, $0.value) }
            + coverage.dropped.map { ("dropped", $0.key, $0.value) }
    }

    /// Adds one row to the coverage it belongs to.
    /// - Throws: `DatabaseError` where something is missing.
    static func add(_ row: Row, to coverage: inout [Hour: Coverage], in hours: HourRange) throws {
        let hour = Hour(index: Int32(truncatingIfNeeded: try row.number(0) / 3_600))
        guard hours.contains(hour) else { return }
        var part = Coverage()
        let (kind, name, packets) = (try row.text(1), try row.text(2), UInt64(clamping: try row.number(3)))
        switch kind {
        case "seen": part.seen = packets
        case "decoded": part.decoded = packets
        case "matched": part.matched = packets
        case "undecoded": part.undecoded[name] = packets
        case "remarked": part.remarked[name] = packets
        default: part.dropped[name] = packets
        }
        coverage[hour, default: Coverage()].merge(part)
    }
}
