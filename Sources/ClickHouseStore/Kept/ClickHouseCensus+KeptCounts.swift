import CensusModel
package import HourlyRollup
package import NetworkTypes

/// Counts go into their table first, then the rows by which they are seen, as one block; then the flows go, by mutations. Each of these
/// rows says which commits are in the counts: flows of any other were counted later, whether mutations have ended or not.
extension ClickHouseCensus: CountKeeping {
    package func firstHour() throws -> Hour? {
        let snapshot = try snapshot()
        let flows = try rows(
            "SELECT toUInt8(1), min(hour), count() FROM \(tables.flow) WHERE pruned = 0 AND \(isVisible(in: HourRange(), snapshot))",
            "look for its first hour"
        ) { (first: try $0.number(Int64.self), count: try $0.number(UInt64.self)) }
        let coverage = try rows(
            """
            SELECT toUInt8(1), min(hour), count() FROM \(tables.claim) ARRAY JOIN coverage_hour AS hour
            WHERE \(SQL.all(snapshot.conditions(in: HourRange())))
            """, "look for its first hour"
        ) { (first: try $0.number(Int64.self), count: try $0.number(UInt64.self)) }
        return try (flows + coverage).filter { $0.count > 0 }.map { try FlowRow.hour($0.first) }.min()
    }

    package func mark(of hours: HourRange) throws -> Int { try mark(of: hours, snapshot()) }

    private func mark(of hours: HourRange, _ snapshot: ClaimSnapshot) throws -> Int {
        let operation = "look which hours changed"
        // Runs are drawn at random, so that their sum tells of every commit; flows that are out of sight tell who began others.
        let flows = SQL.all(hours.conditions + [isVisible(in: hours, snapshot)])
        let questions = [
            "SELECT toUInt8(1), count(), sum(sipHash64(run)), sum(pruned) FROM \(tables.flow) WHERE \(flows)",
            """
            SELECT toUInt8(1), count(), sum(sipHash64(id)), sum(arraySum(coverage_count)) FROM (
                SELECT id, coverage_count FROM \(tables.claim) WHERE \(SQL.all(snapshot.conditions(in: hours))) LIMIT 1 BY id)
            """,
        ]
        var hasher = Hasher()
        for question in questions {
            let numbers = try rows(question, operation) { reader in
                try (0..<3).map { _ in try reader.number(UInt64.self) }
            }
            hasher.combine(numbers)
        }
        return hasher.finalize()
    }

    package func prune(
        before hour: Hour, keeping counts: KeptCounts, madeAt mark: Int
    ) throws -> (flows: Int, hours: Int)? {
        let old = HourRange(from: nil, before: hour)
        let snapshot = try snapshot()
        let (flows, hours) = try extent(of: old, snapshot)
        guard let moment = try keep(counts, in: old, madeAt: mark, snapshot) else { return nil }
        try remove(before: hour, moment)
        return (flows, hours)
    }

    /// Has counts seen in place of flows, which are still there.
    /// - Returns: what is in the counts; `nil` where the mark of the hours is another one.
    func keep(
        _ counts: KeptCounts, in hours: HourRange, madeAt mark: Int, _ snapshot: ClaimSnapshot
    ) throws -> KeptMoment? {
        guard try self.mark(of: hours, snapshot) == mark else { return nil }
        let moment = try moment(snapshot, hours)
        let kept = try keptRows(in: hours)
        let later = try laterRecords(kept, in: hours, snapshot)
        try add(
            counts, at: moment,
            beside: kept.compactMap { row in later[row.hour].map { row.adding(laterRecords: $0, at: moment) } })
        return moment
    }

    /// Visible records of flows, and hours with any coverage.
    private func extent(of hours: HourRange, _ snapshot: ClaimSnapshot) throws -> (flows: Int, hours: Int) {
        let flows =
            try rows(
                "SELECT toUInt8(1), count() FROM \(tables.flow) WHERE "
                    + SQL.all(hours.conditions + ["pruned = 0", isVisible(in: hours, snapshot)]), "remove hours"
            ) { try $0.number(UInt64.self) }.first ?? 0
        var covered: Set<Hour> = []
        try forEachCounter(SQL.all(snapshot.conditions(in: hours)), SQL.all(hours.conditions)) { _, hour, _ in
            covered.insert(hour)
        }
        return (Int(clamping: flows), covered.count)
    }

    /// Removes what is in kept counts; of the last three hours flows are kept out of sight. Commits that came meanwhile stay.
    private func remove(before hour: Hour, _ moment: KeptMoment) throws {
        try notePruned(before: hour)
        let runs = "run IN (SELECT arrayJoin(runs) AS run FROM \(tables.claim) WHERE \(moment.condition))"
        try mutate(
            tables.claim,
            "UPDATE \(Self.coverage(from: hour)) WHERE first_hour < \(hour.startSeconds) AND \(moment.condition)")
        let needed = hour.advanced(by: -EvidenceWindow.hoursBefore).startSeconds
        try mutate(tables.flow, "DELETE WHERE hour < \(needed) AND \(runs)")
        try mutate(tables.flow, "UPDATE pruned = 1 WHERE pruned = 0 AND hour < \(hour.startSeconds) AND \(runs)")
        // Whoever keeps answers sees by the setting that there are others now.
        try notePruned(before: hour)
    }

    package func keptHours(in hours: HourRange) throws -> [KeptHour] {
        let kept = try keptRows(in: hours)
        guard !kept.isEmpty else { return [] }
        let later = try laterRecords(kept, in: hours, snapshot())
        return kept.map { row in row.adding(laterRecords: later[row.hour] ?? 0, at: row.moment).keptHour }
    }

    package func keptHoursToHandOver(in hours: HourRange) throws -> [KeptHour] {
        try keptRows(in: hours).map(\.keptHour)
    }

    package func forEachKeptCount(
        by grouping: Grouping, in hours: HourRange, _ body: (HourlyCount) throws -> Void
    ) throws {
        guard try hasKeptTables() else { return }
        let operation = "read kept counts"
        var reader = RowReader()
        // The body's own errors come back as they are.
        do {
            try server.read(question(by: grouping, in: hours), operation) { piece in
                try reader.take(piece) { try body(KeptCountRow.read(&$0, by: grouping)) }
            }
            try reader.finish()
        } catch let fault as RowReader.Fault {
            throw damage(fault, operation)
        }
        guard reader.isAtEnd else { throw failure(.damaged(reason: "it ends before its last row")) }
    }

    /// Rows in the order of the grouping, and one behind them.
    private func question(by grouping: Grouping, in hours: HourRange) -> String {
        let columns = KeptCountRow.readColumns.joined(separator: ", ")
        let end = Tables.keptCountColumns.filter { KeptCountRow.readColumns.contains($0.name) }
            .map { "\(Self.nothing($0.type)) AS \($0.name)" }.joined(separator: ", ")
        let meant = """
            (hour, batch) IN (SELECT hour, argMax(batch, (number, batch)) FROM \(tables.keptHour)
            WHERE \(Self.isKept(in: hours)) GROUP BY hour)
            """
        let rows = SQL.all(["grouping = \(SQL.text(grouping.rawValue))", meant] + hours.conditions)
        return """
            SELECT mark, \(columns) FROM (
                SELECT toUInt8(1) AS mark, \(columns) FROM \(tables.keptCount) WHERE \(rows)
                UNION ALL SELECT toUInt8(2) AS mark, \(end))
            ORDER BY mark, hour, origin_version, origin, country, class FORMAT RowBinary
            """
    }

    package func removeKeptCounts(before hour: Hour) throws -> Int {
        let old = HourRange(from: nil, before: hour)
        let hours = try keptRows(in: old).count
        guard hours > 0 else { return 0 }
        for table in [tables.keptHour, tables.keptCount] {
            try mutate(table, "DELETE WHERE hour < \(hour.startSeconds)")
        }
        try notePruned(before: hour)
        return hours
    }

    package func takeOver(_ counts: KeptCounts) throws {
        guard let extent = KeptHour.extent(of: counts.hours) else { return }
        let hours = HourRange(from: extent.lowerBound, to: extent.upperBound.advanced(by: 1))
        try add(counts, at: moment(snapshot(), hours))
    }

    // MARK: - Rows

    /// Puts counts into their table, and then what makes them seen.
    private func add(_ counts: KeptCounts, at moment: KeptMoment, beside changed: [KeptHourRow] = []) throws {
        let operation = "keep counts"
        let batch = InsertedRuns.newRun(Self.time)
        var (writer, rowsOfHour) = (RowWriter(), [Hour: UInt64]())
        for (grouping, rows) in counts.rows {
            for row in rows where KeptCountRow.add(row, by: grouping, batch: batch, to: &writer) {
                if let hour = row.period { rowsOfHour[hour, default: 0] += 1 }
            }
        }
        if !writer.bytes.isEmpty {
            try server.insert(writer.bytes, into: tables.keptCount, KeptCountRow.columns, operation)
        }
        var hours = RowWriter()
        let new = counts.hours.map { KeptHourRow($0, batch: batch, counts: rowsOfHour[$0.hour] ?? 0, at: moment) }
        for row in new + changed { row.add(to: &hours) }
        guard !hours.bytes.isEmpty else { return }
        try server.insert(hours.bytes, into: tables.keptHour, KeptHourRow.columns, operation)
    }

    /// What holds of rows of hours: those without a number say nothing.
    static func isKept(in hours: HourRange) -> String { SQL.all(["number > 0"] + hours.conditions) }

    /// Of each hour the row that counts, in the order of hours.
    func keptRows(in hours: HourRange) throws -> [KeptHourRow] {
        guard try hasKeptTables() else { return [] }
        let question = """
            SELECT toUInt8(1), \(KeptHourRow.columns.joined(separator: ", ")) FROM \(tables.keptHour)
            WHERE \(Self.isKept(in: hours)) ORDER BY hour, number DESC, batch DESC LIMIT 1 BY hour
            """
        return try rows(question, "read kept counts", KeptHourRow.init)
    }

    /// Records of flows that are there, and were counted into hours after their counts were made.
    /// - Parameter kept: rows of these hours.
    private func laterRecords(
        _ kept: [KeptHourRow], in hours: HourRange, _ snapshot: ClaimSnapshot
    ) throws -> [Hour: UInt64] {
        try records(kept, in: hours, snapshot) { "NOT (\($0.condition))" }
    }

    /// Records of flows that are in kept counts, and are not removed yet.
    func recordsNotRemoved(_ kept: [KeptHourRow], in hours: HourRange) throws -> [Hour: UInt64] {
        try records(kept, in: hours, snapshot()) { $0.condition }
    }

    private func records(
        _ kept: [KeptHourRow], in hours: HourRange, _ snapshot: ClaimSnapshot, _ claims: (KeptMoment) -> String
    ) throws -> [Hour: UInt64] {
        // Most often there are no flows of kept hours.
        let there = try counts(of: kept.map(\.hour), hours, snapshot, "1")
        var records: [Hour: UInt64] = [:]
        for (moment, rows) in Dictionary(grouping: kept.filter { there[$0.hour] != nil }, by: \.moment) {
            records.merge(try counts(of: rows.map(\.hour), hours, snapshot, claims(moment))) { $0 + $1 }
        }
        return records
    }

    private func counts(
        of kept: [Hour], _ hours: HourRange, _ snapshot: ClaimSnapshot, _ claims: String
    ) throws -> [Hour: UInt64] {
        guard let first = kept.min(), let last = kept.max() else { return [:] }
        let within = HourRange(from: first, to: last.advanced(by: 1))
        let counting = SQL.all(snapshot.conditions(in: hours) + [claims])
        let question = """
            SELECT toUInt8(1), hour, count() FROM \(tables.flow) WHERE \(SQL.all(within.conditions)) AND pruned = 0
                AND run IN (SELECT arrayJoin(runs) AS run FROM \(tables.claim) WHERE \(counting)) GROUP BY hour
            """
        let found = try rows(question, "read kept counts") { reader in
            (try FlowRow.hour(reader.number()), try reader.number(UInt64.self))
        }
        let meant = Set(kept)
        return Dictionary(found.filter { meant.contains($0.0) }) { first, _ in first }
    }

    /// What has been claimed at the moment of a snapshot.
    private func moment(_ snapshot: ClaimSnapshot, _ hours: HourRange) throws -> KeptMoment {
        guard !snapshot.recent.isEmpty else { return KeptMoment(snapshot, recent: []) }
        let conditions = ["hex(id) IN (\(SQL.list(snapshot.recent)))", "toUInt32(noted) >= \(snapshot.cutoff)"]
        let recent = try rows(
            "SELECT DISTINCT toUInt8(1), id FROM \(tables.claim) WHERE \(SQL.all(conditions + hours.touching))",
            "keep counts"
        ) { try $0.fixed() }
        return KeptMoment(snapshot, recent: recent.sorted())
    }
}
