package import CensusModel
import GRDB
import HourlyRollup
package import NetworkTypes

extension SQLiteCensus {
    /// Hands every flow of a filter to `body`, sorted by hour, origin, host, protocol and ports; memory stays flat.
    ///
    /// - Throws: whatever `body` throws, or `SQLiteCensusError`.
    package func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        do {
            try queue.read { database in
                let attributions = try AttributionTable.all(database)
                let (conditions, arguments) = filter.sql
                let includesPruned = try filter.includesPruned && Self.hasPruned(database)
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                let statement = try database.makeStatement(
                    sql: FlowRow.select(where: conditions, ofVersion: version, includesPruned: includesPruned))
                try statement.setArguments(includesPruned ? arguments + arguments : arguments)
                let rows = RawStatement(statement, database)
                var pending = FlowMerge()
                while try rows.step() {
                    try pending.add(FlowRow.flow(rows, attributions: attributions), body)
                }
                try pending.handOut(body)
            }
        } catch let error as DatabaseError {
            throw SQLiteCensusError(store: path, problem: .of(error, operation: "read the flows", store: path))
        }
    }

    private static func hasPruned(_ database: Database) throws -> Bool {
        guard try database.tableExists("pruned_flow") else { return false }
        return try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM pruned_flow)") ?? false
    }

    /// The coverage of every hour in a range in which something was seen or lost.
    package func coverage(in hours: HourRange) throws(SQLiteCensusError) -> [Hour: Coverage] {
        try read("read the coverage") { database in
            var coverage: [Hour: Coverage] = [:]
            let (conditions, arguments) = FlowFilter(hours: hours).sql
            let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            let rows = try Row.fetchCursor(
                database, sql: CoverageRow.select(where: filter, ofVersion: version), arguments: arguments)
            while let row = try rows.next() {
                let hour = try Hour(startSeconds: try row.value("hour"), of: "a row of coverage")
                try CoverageRow.add(row, of: hour, to: &coverage[hour, default: Coverage()])
            }
            for (hour, coverage) in coverage { try CoverageRow.check(coverage, of: hour) }
            return coverage
        }
    }
}

extension FlowFilter {
    fileprivate var sql: (conditions: [String], arguments: StatementArguments) {
        var conditions: [String] = []
        var arguments = StatementArguments()
        let add = { (condition: String, value: any DatabaseValueConvertible) in
            conditions.append(condition)
            arguments += [value]
        }
        if let from = hours.from, from.advanced(by: 1) == hours.to {
            add("hour = ?", from.startSeconds)
        } else {
            if let from = hours.from { add("hour >= ?", from.startSeconds) }
            if let to = hours.to { add("hour < ?", to.startSeconds) }
        }
        for (column, range) in [("origin", origins), ("host", hosts)] {
            guard let range else { continue }
            if range.lowerBound == range.upperBound {
                add("\(column) = ?", range.lowerBound.databaseValue)
            } else {
                add("\(column) >= ?", range.lowerBound.databaseValue)
                add("\(column) <= ?", range.upperBound.databaseValue)
            }
        }
        if let start {
            conditions.append("(origin, host, protocol, host_port, origin_port) >= (?, ?, ?, ?, ?)")
            arguments += [
                start.origin.databaseValue, start.host.databaseValue, start.transport.rawValue, start.hostPort,
                start.originPort,
            ]
        }
        return (conditions, arguments)
    }
}
