import CensusModel
import FlowRuns
import Foundation
import GRDB
import NetworkTypes

/// The next hours of a source that a destination does not have all of.
struct UnshippedPart {
    let source: SourceRow
    /// Every list that it was counted with.
    let lists: [UsedList]
    private let row: Row
    private let part: UInt64
    /// Each with the commits that are in it.
    private let hours: [(hour: Hour, commits: Int64)]
    private let flows: PackedHours

    /// A part ends with the hour in which it gets so many records, or after so many hours.
    private static let enoughRecords: UInt64 = 1 << 18
    private static let mostHours = 512

    /// The hours of sources that a destination does not have all of: it is the argument.
    static let hours = """
        SELECT hour_commit.source AS source, hour_commit.hour AS hour, hour_commit.commits AS commits,
            ifnull(shipped_hour.arrived, -1) AS arrived
        FROM hour_commit LEFT JOIN shipped_hour ON shipped_hour.source = hour_commit.source
            AND shipped_hour.hour = hour_commit.hour AND shipped_hour.destination = ?1
        WHERE hour_commit.commits > ifnull(shipped_hour.arrived, -1)
        """

    /// - Returns: `nil` where the destination has everything.
    init?(_ destination: String, store: String, _ database: Database) throws {
        let first = try Int64.fetchOne(
            database, sql: "SELECT min(source) FROM (\(Self.hours))", arguments: [destination])
        guard let first,
            let row = try Row.fetchOne(database, sql: "SELECT * FROM source WHERE id = ?", arguments: [first])
        else { return nil }
        (self.row, source) = (row, try SourceRow(row))
        part =
            UInt64(
                clamping: try Int64.fetchOne(
                    database, sql: "SELECT part FROM shipped_source WHERE destination = ? AND source = ?",
                    arguments: [destination, first]) ?? 0) + 1
        let waiting = try Row.fetchAll(
            database,
            sql: "\(Self.hours) AND hour_commit.source = ?2 ORDER BY hour_commit.hour LIMIT \(Self.mostHours)",
            arguments: [destination, first])
        var (hours, packed, records) = ([(hour: Hour, commits: Int64)](), [PackedHour](), 0 as UInt64)
        let reading = try RunFlows(FlowFilter(hours: HourRange()), database)
        for row in waiting where records < Self.enoughRecords {
            let hour = try Hour(startSeconds: try row.value("hour"), of: "a row of what is to be shipped")
            hours.append((hour, try row.value("commits")))
            let runs = try RunTable.runs(
                where: "source = ? AND hour = ? AND pruned = 0 AND commits > ?",
                [first, hour.startSeconds, try row.value("arrived") as Int64], database)
            packed.append(try reading.packed(hour, runs))
            records += runs.reduce(0) { $0 + $1.totals.records }
        }
        self.hours = hours
        flows = PackedHours(store: store, hours: packed, attributions: try AttributionTable.all(database))
        lists = try Self.lists(of: first, database)
    }

    static func lists(of source: Int64, _ database: Database) throws -> [UsedList] {
        try Set(ListSetTable.sets(of: source, database).flatMap(\.lists).map { [$0.version, $0.name] })
            .sorted { $0.lexicographicallyPrecedes($1) }.compactMap { list in
                try Row.fetchOne(
                    database, sql: "SELECT * FROM list WHERE version = ? AND name = ?",
                    arguments: StatementArguments(list)
                ).map { row in
                    UsedList(
                        record: ListRecord(
                            version: try row.value("version"), name: try row.value("name"),
                            entries: try row.value("entries")),
                        firstUsedAt: try row.value("first_used_at"), sources: 0)
                }
            }
    }

    /// - Parameter sensor: the name of the sensor, where the source has none.
    func contribution(sensor: String, _ database: Database) throws -> ShippedContribution {
        ShippedContribution(
            source: try ShippedSource(row, source, sensor: sensor, database), part: part,
            prunedBefore: try row.optionalValue("pruned_before", Int64.self).map {
                try Hour(startSeconds: $0, of: "what was pruned")
            }, flows: flows, coverage: try coverage(database), basis: try BasisTable.basis(database))
    }

    private func coverage(_ database: Database) throws -> [Hour: Coverage] {
        var coverage: [Hour: Coverage] = [:]
        for (hour, _) in hours {
            let ofHour = try SQLiteCensus.coverage(
                CoverageRow.select(where: " WHERE hour = ? AND source = ?", ofVersion: Schema.version),
                [hour.startSeconds, source.id], database)
            coverage.merge(ofHour) { $1 }
        }
        return coverage
    }

    /// Notes that it is on its way.
    func noteSent(to destination: String, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO shipped_hour (destination, source, hour, arrived, sent) VALUES (?, ?, ?, -1, ?)
                ON CONFLICT DO UPDATE SET sent = excluded.sent
                """)
        for (hour, commits) in hours {
            try statement.execute(arguments: [destination, source.id, hour.startSeconds, commits])
        }
    }
}

extension ShippedSource {
    /// - Parameters:
    ///   - row: of the table `source`, as `source` is.
    ///   - sensor: the name of the sensor, where the source has none.
    init(_ row: Row, _ source: SourceRow, sensor: String, _ database: Database) throws {
        let extent = try source.extent(database)
        let begun = try row.value("begun_at") as String
        self.init(
            sensor: source.sensor.isEmpty ? sensor : source.sensor, kind: source.kind, name: source.name,
            key: source.capture.map { .input(head: $0.head, position: $0.position, tail: $0.tail) }
                ?? .drawn(source.identity ?? "\(source.kind.rawValue) \(begun)"),
            generation: UInt64(clamping: try row.value("generation") as Int64),
            commits: UInt64(clamping: source.commits), packets: source.packets, records: source.records,
            dropped: UInt64(clamping: try row.value("dropped") as Int64), begun: begun,
            committed: try row.value("committed_at"), lists: extent.lists, newestList: extent.newestList)
    }
}
