package import CensusModel
import Foundation
import HourlyRollup
package import NetworkTypes

extension ClickHouseCensus {
    /// Everything that is wrong with the store, a sentence each.
    package func findings() throws -> [String] {
        try missingColumns() + missingFlows() + impossibleFlows() + contradictions() + keptFindings()
    }

    private func missingColumns() throws -> [String] {
        let names = Tables.names + Tables.keptNames
        let question = """
            SELECT toUInt8(1), table, name, type FROM system.columns
            WHERE database = \(SQL.text(server.address.database)) AND table IN (\(names.map(SQL.text).joined(separator: ", ")))
            """
        let found = try rows(question, "check it") { [try $0.text(), try $0.text(), try $0.text()] }
        let parts =
            [
                ("flow", Tables.flowColumns), ("claim", Tables.claimColumns), ("list", Tables.listColumns),
                ("setting", Tables.settingColumns), ("sensor", Tables.sensorColumns),
            ]
            + (try hasKeptTables()
                ? [("kept_hour", Tables.keptHourColumns), ("kept_count", Tables.keptCountColumns)] : [])
        return parts.flatMap { table, columns in
            columns.filter { !found.contains([table, $0.name, $0.type]) }.map {
                "the table \(table) has no column \($0.name) of the type \($0.type)"
            }
        }
    }

    /// Commits whose flows are not all there. What was pruned is not looked for.
    private func missingFlows() throws -> [String] {
        let pruned = try setting(Self.prunedName).flatMap { Int64($0) } ?? .min
        let snapshot = try snapshot()
        let here = SQL.all(snapshot.conditions(in: HourRange()) + ["first_hour >= \(pruned)"])
        let question = """
            SELECT toUInt8(1), hex(id), any(flows) AS claimed, sum(found) AS there FROM (
                SELECT id, flows, arrayJoin(runs) AS run FROM (
                    SELECT id, flows, runs FROM \(tables.claim) WHERE \(here) AND flows > 0 LIMIT 1 BY id)) AS claims
            ANY LEFT JOIN (SELECT run, toUInt64(count()) AS found FROM \(tables.flow) GROUP BY run) AS counts USING run
            GROUP BY id HAVING claimed != there ORDER BY id LIMIT 100
            """
        return try rows(question, "check it") { reader in
            let (id, claimed, there) = (
                try reader.text(), try reader.number(UInt64.self), try reader.number(UInt64.self)
            )
            return "the commit \(id) states \(claimed) records of flows, and \(there) are there"
        }
    }

    private func impossibleFlows() throws -> [String] {
        let ends = ["host", "origin"].map { end in
            "\(end)_packets > \(CoverageCounter.maximum) OR \(end)_refusals > \(end)_packets OR (\(end)_first > \(end)_last "
                + "AND \(end)_first != \(Int64.max))"
        }
        let conditions = (["class > 5", "hour % 3600 != 0"] + ends).joined(separator: " OR ")
        let count =
            try rows(
                "SELECT toUInt8(1), count() FROM \(tables.flow) WHERE \(conditions)", "check it"
            ) { try $0.number(UInt64.self) }.first ?? 0
        return count == 0 ? [] : ["\(count) records of flows state what cannot be"]
    }

    private func contradictions() throws -> [String] {
        try coverage(in: HourRange()).sorted { $0.key < $1.key }.compactMap { hour, coverage in
            coverage.contradiction.map { "the coverage of the hour \(hour) does not add up: \($0)" }
        }
    }

    // MARK: - Old hours

    static let prunedName = "pruned before"

    /// Removes the flows and the coverage of all hours before one, by mutations, for whose end it waits. Where it is ended before
    /// that, the same again does the rest. The flows of the last three hours are kept out of sight.
    package func prune(before hour: Hour) throws -> (flows: Int, hours: Int) {
        let old = HourRange(from: nil, before: hour)
        let flows =
            try rows(
                "SELECT toUInt8(1), count() FROM \(tables.flow) WHERE pruned = 0 AND hour < \(hour.startSeconds) AND "
                    + isVisible(in: old, try snapshot()), "remove hours"
            ) { try $0.number(UInt64.self) }.first ?? 0
        let hours = try coverage(in: old).count
        try notePruned(before: hour)
        let needed = hour.advanced(by: -EvidenceWindow.hoursBefore).startSeconds
        try mutate(tables.claim, "UPDATE \(Self.coverage(from: hour)) WHERE first_hour < \(hour.startSeconds)")
        try mutate(tables.flow, "DELETE WHERE hour < \(needed)")
        try mutate(tables.flow, "UPDATE pruned = 1 WHERE pruned = 0 AND hour < \(hour.startSeconds)")
        return (Int(clamping: flows), hours)
    }

    /// Notes before which hour flows are not looked for, also where an earlier one is pruned afterwards.
    func notePruned(before hour: Hour) throws {
        let last = try setting(Self.prunedName).flatMap { Int64($0) } ?? .min
        let number = UInt64(Date().timeIntervalSince1970 * 1e6)
        try set(Self.prunedName, "\(max(last, hour.startSeconds))", number: number)
    }

    /// What leaves the coverage of the hours from one on in claims.
    static func coverage(from hour: Hour) -> String {
        ["kind", "name", "exporter", "count", "hour"].map { column in
            "coverage_\(column) = arrayFilter((x, h) -> h >= \(hour.startSeconds), coverage_\(column), coverage_hour)"
        }.joined(separator: ", ")
    }

    // MARK: - Room

    /// Has the server merge its parts.
    /// - Returns: how many there were, and are.
    package func compact() throws -> (before: Int, after: Int) {
        let before = try partTotals().reduce(0) { $0 + Int(clamping: $1.parts) }
        try mergeParts([tables.flow, tables.claim, tables.setting, tables.sensor])
        return (before, try partTotals().reduce(0) { $0 + Int(clamping: $1.parts) })
    }

    /// Seconds after which a run that no claim names is left of a process that was killed.
    private static let orphanAge: UInt32 = 86_400

    /// Removes what counts for nothing: runs that no claim names, since a day at least, and claims that lost to others.
    package func vacuum() throws -> (before: UInt64, after: UInt64) {
        let before = try length()
        let snapshot = try snapshot()
        let age = snapshot.cutoff - min(snapshot.cutoff, Self.orphanAge)
        if !snapshot.losers.isEmpty {
            try mutate(
                tables.claim, "DELETE WHERE toUInt32(noted) < \(age) AND hex(id) IN (\(SQL.list(snapshot.losers)))")
        }
        try forgetTrails(age, snapshot)
        try removeUnseenCounts(age)
        let old = "run < \(SQL.fixed(InsertedRuns.first(at: age)))"
        try mutate(
            tables.flow, "DELETE WHERE \(old) AND run NOT IN (SELECT arrayJoin(runs) AS run FROM \(tables.claim))")
        try mergeParts([tables.flow, tables.claim, tables.setting, tables.sensor])
        return (before, try length())
    }

    /// Removes from claims before a time that others go on from how their input is known again, for the last claim says that.
    private func forgetTrails(_ age: UInt32, _ snapshot: ClaimSnapshot) throws {
        let losers = snapshot.losers.isEmpty ? "1" : "hex(id) NOT IN (\(SQL.list(snapshot.losers)))"
        let continued = "id IN (SELECT parent AS id FROM \(tables.claim) WHERE beginning != '' AND \(losers))"
        let condition = "toUInt32(noted) < \(age) AND beginning != '' AND notEmpty(marks) AND \(continued)"
        let some = try rows("SELECT toUInt8(1), count() FROM \(tables.claim) WHERE \(condition)", "look into it") {
            try $0.number(UInt64.self)
        }.first
        guard let some, some > 0 else { return }
        try mutate(
            tables.claim,
            """
            UPDATE marks = emptyArrayUInt64(), has_trail = 0, trail_records = emptyArrayUInt32(),
            trail_probes = emptyArrayUInt64() WHERE \(condition)
            """)
    }

    // MARK: - Work of the engine's own tools

    package func backup(to path: String) throws -> UInt64 {
        throw failure(
            .refused(operation: "a copy", tool: "'ALTER TABLE … FREEZE', or the statement BACKUP of newer servers"))
    }

    package func merge(_ other: String) throws -> [MergedSource] {
        throw failure(.refused(operation: "taking over the tables of another database", tool: "'INSERT INTO … SELECT'"))
    }
}
