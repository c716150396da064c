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
        let statement = try database.cachedStatement(sql: upsert)
        for counter in coverage.counters {
            try statement.execute(arguments: [
                hour.startSeconds, counter.kind, counter.name, source, counter.exporter.databaseValue,
                Int64(clamping: counter.count),
            ])
        }
    }

    /// The most that a row can state.
    static let maximumCount = Int64(CoverageCounter.maximum)

    /// Refuses an hour in which something is neither decoded nor not, or more matches than was decoded.
    static func check(_ coverage: Coverage, of hour: Hour) throws {
        guard let contradiction = coverage.contradiction else { return }
        throw DatabaseError(
            resultCode: .SQLITE_CORRUPT, message: "the coverage of the hour \(hour) does not add up: \(contradiction)")
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
        let counter = CoverageCounter(
            exporter: exporter, kind: kind, name: name, count: UInt64(clamping: min(stated, maximumCount)))
        // What is lost by sequence numbers is whatever these say.
        guard stated > 0, !counter.isCounted || stated <= maximumCount else {
            let row = name.isEmpty ? kind : "\(kind) (\(name))"
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT,
                message: "the coverage of the hour \(hour) states an impossible number as \(row): \(stated)")
        }
        coverage.add(counter)
    }
}
