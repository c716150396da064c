package import CensusModel
import GRDB
package import HourlyRollup
package import NetworkTypes

extension SQLiteCensus: LoneFlowSource {
    /// Hands every flow of a filter to `body`, sorted by hour, origin, host, protocol and ports; memory stays flat.
    ///
    /// - Throws: whatever `body` throws, or `SQLiteCensusError`.
    package func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try forEachFlow(filter, alone: { try body($0.record) }, body)
    }

    package func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        do {
            try queue.read { database in
                let version = try Schema.version(of: database)
                guard version < Schema.firstVersionWithRuns else {
                    return try RunFlows(filter, database).forEachFlow(alone: alone, body)
                }
                try Self.forEachRow(filter, ofVersion: version, database, body)
            }
        } catch let error as DatabaseError {
            throw SQLiteCensusError(store: path, problem: .of(error, operation: "read the flows", store: path))
        }
    }

    /// The flows of a store of an earlier version, which keeps each in a row.
    private static func forEachRow(
        _ filter: FlowFilter, ofVersion version: Int, _ database: Database, _ body: (FlowRecord) throws -> Void
    ) throws {
        let attributions = try AttributionTable.all(database)
        let (conditions, arguments) = filter.sql
        let includesPruned = try filter.includesPruned && Self.hasPruned(database)
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

    private static func hasPruned(_ database: Database) throws -> Bool {
        guard try database.tableExists("pruned_flow") else { return false }
        return try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM pruned_flow)") ?? false
    }

    /// The coverage of every hour in a range in which something was seen or lost.
    package func coverage(in hours: HourRange) throws(SQLiteCensusError) -> [Hour: Coverage] {
        try read("read the coverage") { database in
            let (conditions, arguments) = hours.sql
            let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
            let version = try Schema.version(of: database)
            return try Self.coverage(CoverageRow.select(where: filter, ofVersion: version), arguments, database)
        }
    }

    /// The coverage that a query of the table `coverage` gives.
    static func coverage(
        _ sql: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> [Hour: Coverage] {
        var coverage: [Hour: Coverage] = [:]
        let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        while let row = try rows.next() {
            let hour = try Hour(startSeconds: try row.value("hour"), of: "a row of coverage")
            try CoverageRow.add(row, of: hour, to: &coverage[hour, default: Coverage()])
        }
        for hour in coverage.keys { coverage[hour]?.limitSamplingRates() }
        for (hour, coverage) in coverage { try CoverageRow.check(coverage, of: hour) }
        return coverage
    }
}

extension FlowFilter {
    fileprivate var sql: (conditions: [String], arguments: StatementArguments) {
        var (conditions, arguments) = hours.sql
        let add = { (condition: String, value: any DatabaseValueConvertible) in
            conditions.append(condition)
            arguments += [value]
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
