import GRDB
package import HourlyRollup
package import NetworkTypes

extension CensusStore: FlowSource {
    /// Hands every flow of a filter to `body`, sorted by hour, origin, host, protocol and ports; memory stays flat.
    ///
    /// - Throws: whatever `body` throws, or `CensusStoreError`.
    package func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        do {
            try queue.read { database in
                let attributions = try AttributionTable.all(database)
                let (conditions, arguments) = filter.sql
                let rows = try Row.fetchCursor(
                    database, sql: FlowRow.select(where: conditions), arguments: arguments)
                var pending = FlowMerge()
                while let row = try rows.next() {
                    try pending.add(try FlowRow.flow(row, attributions: attributions), body)
                }
                try pending.handOut(body)
            }
        } catch let error as DatabaseError {
            throw CensusStoreError(store: path, problem: .of(error, operation: "read the flows"))
        }
    }

    /// The coverage of every hour in a range in which a packet was seen or dropped.
    package func coverage(in hours: HourRange) throws(CensusStoreError) -> [Hour: Coverage] {
        try read("read the coverage") { database in
            var coverage: [Hour: Coverage] = [:]
            let rows = try Row.fetchCursor(database, sql: "SELECT hour, kind, name, packets FROM coverage")
            while let row = try rows.next() { try CoverageRow.add(row, to: &coverage, in: hours) }
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
        if let from = hours.from { add("hour >= ?", from.startSeconds) }
        if let to = hours.to { add("hour < ?", to.startSeconds) }
        if let origin { add("origin = ?", origin.databaseValue) }
        if let host { add("host = ?", host.databaseValue) }
        return (conditions, arguments)
    }
}
