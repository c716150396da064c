import CensusModel
import GRDB
import HourlyRollup
import NetworkTypes

/// The tables `kept_hour` and `kept_count`.
enum KeptCountTable {
    /// In a store of an earlier version nothing is kept.
    static func isThere(_ database: Database, in schema: String = "main") throws -> Bool {
        try database.tableExists("kept_hour", in: schema)
    }

    /// The hours of a range that have kept counts. Flows that were counted into one of them later are in none of its rows, be they still
    /// there or not.
    /// - Parameter addsFlows: whether those that are there are added to `laterRecords`.
    static func hours(in range: HourRange, addingFlows addsFlows: Bool = true, _ database: Database) throws
        -> [KeptHour]
    {
        guard try isThere(database) else { return [] }
        let (conditions, arguments) = range.sql
        let there =
            addsFlows
            ? "(SELECT ifnull(sum(records), 0) FROM run WHERE run.hour = kept_hour.hour AND pruned = 0)" : "0"
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT hour, one_way, countries, later_records + \(there) AS later
                FROM kept_hour\(conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")) ORDER BY hour
                """, arguments: arguments)
        return try rows.map { row in
            KeptHour(
                try Hour(startSeconds: try row.value("hour"), of: "an hour of kept counts"),
                seesOneWay: try row.value("one_way") == 1, knowsCountries: try row.value("countries") == 1,
                laterRecords: UInt64(clamping: try row.value("later") as Int64))
        }
    }

    /// Notes what is kept of hours whose flows are about to go, all hours before one.
    static func keep(_ counts: KeptCounts, before hour: Hour, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE kept_hour SET later_records = later_records + (SELECT ifnull(sum(records), 0) FROM run
                    WHERE run.hour = kept_hour.hour AND pruned = 0) WHERE hour < ?
                """, arguments: [hour.startSeconds])
        try add(counts, database)
    }

    /// Adds hours that are not there.
    static func add(_ counts: KeptCounts, _ database: Database) throws {
        for kept in counts.hours {
            try database.execute(
                sql: "INSERT INTO kept_hour (hour, one_way, countries, later_records) VALUES (?, ?, ?, ?)",
                arguments: [
                    kept.hour.startSeconds, kept.seesOneWay, kept.knowsCountries, Int64(clamping: kept.laterRecords),
                ])
        }
        for (grouping, rows) in counts.rows { try KeptCountRow.add(rows, by: grouping, database) }
    }

    /// - Returns: how many hours' counts were removed.
    static func remove(before hour: Hour, _ database: Database) throws -> Int {
        try database.execute(sql: "DELETE FROM kept_count WHERE hour < ?", arguments: [hour.startSeconds])
        try database.execute(sql: "DELETE FROM kept_hour WHERE hour < ?", arguments: [hour.startSeconds])
        return database.changesCount
    }

    /// Takes over the hours of the attached database `other`.
    ///
    /// - Throws: where this store has other counts of one of them, or flows: hosts that both saw would count twice.
    static func merge(_ database: Database) throws {
        guard try isThere(database, in: "other") else { return }
        let rows = { (schema: String) in
            """
            SELECT hour, grouping, subject, labels, port_matched, what.class, \(KeptCountRow.values) FROM \(schema).kept_count
            JOIN \(schema).attribution AS what ON what.id = attribution WHERE hour IN shared
            """
        }
        let clash = try Row.fetchOne(
            database,
            sql: """
                WITH shared AS (SELECT hour FROM main.kept_hour INTERSECT SELECT hour FROM other.kept_hour)
                SELECT min(hour) AS first, count(DISTINCT hour) AS hours FROM (
                    SELECT hour FROM (\(rows("main")) EXCEPT \(rows("other")))
                    UNION ALL SELECT hour FROM (\(rows("other")) EXCEPT \(rows("main")))
                    UNION ALL SELECT hour FROM main.run WHERE pruned = 0
                        AND hour IN (SELECT hour FROM other.kept_hour EXCEPT SELECT hour FROM main.kept_hour))
                """)
        if let clash, let first = clash.optionalValue("first", Int64.self) {
            throw SQLiteCensusError.Problem.otherKeptCounts(
                first: try Hour(startSeconds: first, of: "a kept count"), hours: try clash.value("hours"))
        }
        let new = "hour NOT IN (SELECT hour FROM main.kept_hour)"
        try database.execute(
            sql: """
                INSERT INTO main.kept_count (grouping, hour, subject, class, attribution, \(KeptCountRow.values))
                    SELECT grouping, hour, subject, class, (SELECT here FROM temp.other_attribution WHERE id = attribution),
                        \(KeptCountRow.values)
                    FROM other.kept_count WHERE \(new);
                INSERT INTO main.kept_hour SELECT * FROM other.kept_hour WHERE \(new);
                """)
    }
}
