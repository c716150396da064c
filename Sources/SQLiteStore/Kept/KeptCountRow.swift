import CensusModel
import GRDB
import HourlyRollup
import NetworkTypes

/// The table `kept_count`: rows that outlived their flows.
enum KeptCountRow {
    /// The columns of counters, in the order of ``counters(of:)``.
    private static let names = [
        "affected", "attempted", "answered", "exchanged", "intruded", "probed", "served", "hosts", "flows", "packets",
        "bytes",
    ]

    private static let insertion = """
        INSERT INTO kept_count (grouping, hour, subject, attribution, class, \(values))
        VALUES (\(Array(repeating: "?", count: names.count + 8).joined(separator: ", ")))
        """

    /// The columns that follow class and attribution.
    static let values = names.joined(separator: ", ") + ", first_seen, last_seen, coverage"

    private static func counters(of row: HourlyCount) -> [UInt64] {
        let (hosts, traffic) = (row.hosts, row.traffic)
        return [
            hosts.affected, hosts.attempted, hosts.answered, hosts.exchanged, hosts.intruded, hosts.probed,
            hosts.served,
            hosts.hosts, traffic.flows, traffic.packets, traffic.bytes,
        ]
    }

    static func add(_ rows: [HourlyCount], by grouping: Grouping, _ database: Database) throws {
        var attributions = try AttributionTable(database)
        let statement = try database.cachedStatement(sql: insertion)
        for row in rows {
            guard let hour = row.period, let threatClass = row.threatClass else { continue }
            let attribution = try attributions.number(
                of: Attribution(threatClass: threatClass, labels: row.labels, matchesPort: row.matchesPort), database)
            let subject = row.origin?.databaseValue ?? (row.country?.description ?? "").databaseValue
            let values: [(any DatabaseValueConvertible)?] =
                [grouping.rawValue, hour.startSeconds, subject, attribution, Int64(threatClass.rawValue)]
                + counters(of: row).map { Int64(bitPattern: $0) }
                + [row.traffic.firstSeen?.nanoseconds, row.traffic.lastSeen?.nanoseconds, row.coverage]
            try statement.execute(arguments: StatementArguments(values))
        }
    }

    /// Hands the rows of a grouping and a range of hours to `body`, in the order in which the grouping has them.
    static func forEach(
        by grouping: Grouping, in hours: HourRange, _ database: Database, _ body: (HourlyCount) throws -> Void
    ) throws {
        let attributions = try AttributionTable.all(database)
        let (conditions, arguments) = hours.sql
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT * FROM kept_count WHERE "
                + (["grouping = ?"] + conditions).joined(separator: " AND ") + " ORDER BY hour, subject, class",
            arguments: [grouping.rawValue] + arguments)
        while let row = try rows.next() { try body(count(row, by: grouping, attributions)) }
    }

    /// - Throws: `DatabaseError` where the row states what cannot be.
    private static func count(_ row: Row, by grouping: Grouping, _ attributions: [Int64: Attribution]) throws
        -> HourlyCount
    {
        let hour = try Hour(startSeconds: try row.value("hour"), of: "a kept count")
        guard let attribution = attributions[try row.value("attribution")],
            Int64(attribution.threatClass.rawValue) == (try row.value("class") as Int64)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a kept count of no known class") }
        let subject = row["subject"] as DatabaseValue
        let (origin, text) = (IPAddress(subject), String.fromDatabaseValue(subject))
        guard (origin != nil) == (grouping == .originAndHour), origin != nil || text != nil else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a kept count of no known origin or country")
        }
        let numbers = try names.map { UInt64(bitPattern: try row.value($0) as Int64) }
        let coverage = row.optionalValue("coverage", Double.self)
        let times = ["first_seen", "last_seen"].map { name in
            row.optionalValue(name, Int64.self).map { Timestamp(nanoseconds: $0) }
        }
        return HourlyCount(
            period: hour, origin: origin, country: text.flatMap { CountryCode($0) },
            threatClass: attribution.threatClass,
            labels: attribution.labels, matchesPort: attribution.matchesPort,
            hosts: GradeCounts(
                affected: numbers[0], attempted: numbers[1], answered: numbers[2], exchanged: numbers[3],
                intruded: numbers[4], probed: numbers[5], served: numbers[6], hosts: numbers[7]),
            traffic: TrafficTotals(
                flows: numbers[8], packets: numbers[9], bytes: numbers[10], firstSeen: times[0], lastSeen: times[1]),
            coverage: coverage)
    }
}
