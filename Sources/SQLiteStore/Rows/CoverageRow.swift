import CensusModel
import GRDB
import NetworkTypes

/// The coverage of an hour as it stands in the table `coverage`: one row a counter.
enum CoverageRow {
    private static let upsert = """
        INSERT INTO coverage (hour, kind, name, source, packets) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET packets = packets + excluded.packets
        """

    /// Takes the rows of a source from the attached database `other`: the source here and the one there are its arguments.
    static let copy = """
        INSERT INTO main.coverage (hour, kind, name, source, packets)
        SELECT hour, kind, name, ?, packets FROM other.coverage WHERE source = ?
        """

    static func add(_ coverage: Coverage, hour: Hour, source: Int64, _ database: Database) throws {
        let statement = try database.cachedStatement(sql: upsert)
        for (kind, name, packets) in counters(of: coverage) where packets > 0 {
            try statement.execute(arguments: [hour.startSeconds, kind, name, source, Int64(clamping: packets)])
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
    static func add(_ row: Row, to coverage: inout Coverage) throws {
        // Below this, sums over all rows of a store stay within 64 bits.
        let packets = min(UInt64(clamping: try row.value("packets") as Int64), 1 << 53)
        let name = try row.value("name") as String
        switch try row.value("kind") as String {
        case "seen": coverage.seen += packets
        case "decoded": coverage.decoded += packets
        case "matched": coverage.matched += packets
        case "undecoded": coverage.undecoded[name, default: 0] += packets
        case "remarked": coverage.remarked[name, default: 0] += packets
        default: coverage.dropped[name, default: 0] += packets
        }
    }
}
