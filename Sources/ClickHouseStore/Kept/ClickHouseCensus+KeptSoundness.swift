import CensusModel
import NetworkTypes

extension ClickHouseCensus {
    /// What is wrong with counts that outlived their flows.
    func keptFindings() throws -> [String] {
        guard try hasKeptTables() else { return [] }
        return try lostCounts() + impossibleCounts() + unfinished()
    }

    private func lostCounts() throws -> [String] {
        let question = """
            SELECT toUInt8(1), hour, claimed, found FROM (
                SELECT hour, meant AS batch, claimed FROM (
                    SELECT hour, argMax(batch, (number, batch)) AS meant, argMax(counts, (number, batch)) AS claimed
                    FROM \(tables.keptHour) WHERE \(Self.isKept(in: HourRange())) GROUP BY hour)) AS hours
            ANY LEFT JOIN (SELECT hour, batch, toUInt64(count()) AS found FROM \(tables.keptCount) GROUP BY hour, batch) AS counts
            USING hour, batch WHERE claimed != found ORDER BY hour LIMIT 100
            """
        return try rows(question, "check it") { reader in
            let hour = try FlowRow.hour(reader.number())
            let (claimed, found) = (try reader.number(UInt64.self), try reader.number(UInt64.self))
            return "the hour \(hour) keeps \(claimed) counts, and \(found) are there"
        }
    }

    private func impossibleCounts() throws -> [String] {
        let conditions = [
            "class > 5", "hour % 3600 != 0", "affected > hosts", "coverage > 1",
            "(grouping = 'origin,hour') != (origin_version IN (4, 6))",
            "first_seen > last_seen AND first_seen != \(Int64.max)",
        ]
        let count = try rows(
            "SELECT toUInt8(1), count() FROM \(tables.keptCount) WHERE \(conditions.joined(separator: " OR "))",
            "check it"
        ) { try $0.number(UInt64.self) }.first
        return count.map { $0 == 0 ? [] : ["\($0) kept counts state what cannot be"] } ?? []
    }

    /// Whoever was ended while he pruned has left flows that are in kept counts.
    private func unfinished() throws -> [String] {
        let hours = try recordsNotRemoved(keptRows(in: HourRange()), in: HourRange()).keys
        guard let first = hours.min() else { return [] }
        return [
            "the flows of \(hours.count) hours from \(first) on whose counts are kept are not removed yet: "
                + "'flowcensus store prune --keep-counts' was ended before that, and the same again removes them"
        ]
    }

    /// Removes rows that were put there by a process that was killed before they were seen.
    /// - Parameter age: the server's clock from which on they may still become so, in Unix seconds.
    func removeUnseenCounts(_ age: UInt32) throws {
        guard try hasKeptTables() else { return }
        let old = "batch < \(SQL.fixed(InsertedRuns.first(at: age)))"
        let unseen = "\(old) AND batch NOT IN (SELECT batch FROM \(tables.keptHour))"
        let some = try rows("SELECT toUInt8(1), count() FROM \(tables.keptCount) WHERE \(unseen)", "look into it") {
            try $0.number(UInt64.self)
        }.first
        guard let some, some > 0 else { return }
        try mutate(tables.keptCount, "DELETE WHERE \(unseen)")
    }
}
