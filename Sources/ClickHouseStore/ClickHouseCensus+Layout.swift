import CensusModel
import Foundation
import Synchronization

extension ClickHouseCensus {
    /// On which servers the tables are; `nil` where there are none.
    private func foundLayout() throws -> TableLayout? {
        let question = """
            SELECT toUInt8(1), name, engine_full FROM system.tables
            WHERE database = \(SQL.text(server.address.database)) AND name IN ('flow', 'flow_local')
            """
        let engines = Dictionary(
            try rows(question, "look for its tables") { (try $0.text(), try $0.text()) }
        ) { first, _ in first }
        return engines["flow"].map { TableLayout(engine: $0, local: engines["flow_local"]) }
    }

    /// Learns on which servers the tables are, or are to be, and has every request set what that takes.
    /// - Parameter asked: how they are to be made.
    func learnLayout(_ asked: TableLayout?) throws {
        let found = try foundLayout()
        if let found, let asked, found != asked {
            throw failure(.otherLayout(found: "\(found)", given: "\(asked)"))
        }
        let known = found ?? asked ?? TableLayout()
        knownLayout.withLock { $0 = known }
        guard !known.isOneServer else { return }
        let replicas =
            try !known.isReplicated
            ? 0
            : rows(
                "SELECT toUInt8(1), toUInt64(max(total_replicas)) FROM system.replicas WHERE database = "
                    + SQL.text(server.address.database), "look for its replicas"
            ) { try $0.number(UInt64.self) }.first ?? 0
        server.setAlways(known.settings(replicas: replicas))
    }

    /// Runs a statement that makes or changes tables, on every server that has them.
    func define(_ statement: String, _ operation: String) throws {
        guard layout.cluster != nil else { return try server.run(statement, operation) }
        try server.runOnCluster(statement, operation)
    }

    /// Has the server merge the parts of its tables. Several servers see to that themselves.
    func mergeParts(_ names: [String]) throws {
        guard layout.isOneServer else { return }
        for table in names { try server.run("OPTIMIZE TABLE \(table) FINAL", "merge its parts") }
    }

    /// Changes rows of a table on every server, and waits until the one that is asked has changed all of its parts, of a cluster one of
    /// each shard.
    func mutate(_ table: String, _ change: String) throws {
        let layout = layout
        try checkUpkeep(layout)
        try define("ALTER TABLE \(layout.local(table))\(layout.onCluster) \(change)", "change its rows")
        if layout.isReplicated { try addUnseenRows(to: table) }
        let question = """
            SELECT toUInt8(1), count() FROM \(layout.system("mutations"))
            WHERE database = \(SQL.text(server.address.database)) AND is_done = 0
            """
        while try rows(question, "wait until rows are changed", { try $0.number(UInt64.self) }).first != 0 {
            Thread.sleep(forTimeInterval: 0.2)
        }
    }

    /// Of several replicated shards each would need rows of its own behind its last part.
    private func checkUpkeep(_ layout: TableLayout) throws {
        guard layout.isReplicated, let cluster = layout.cluster else { return }
        let shards = try rows(
            "SELECT toUInt8(1), uniqExact(shard_num) FROM system.clusters WHERE cluster = \(SQL.text(cluster))",
            "look for its servers"
        ) { try $0.number(UInt64.self) }.first
        guard shards == 1 else {
            throw failure(
                .refused(operation: "changing rows of several replicated shards", tool: "'ALTER TABLE … ON CLUSTER'"))
        }
    }

    /// Puts rows behind the last part of each partition of a replicated table: the one that several servers acknowledged last is neither merged nor changed by
    /// 18.16. Nobody sees them: a run and a batch that nothing names, claims that go on from one that is not there, an hour's row without a
    /// number. All but the last are removed by `vacuum`.
    private func addUnseenRows(to table: String) throws {
        var rows = RowWriter()
        let columns: [String]
        switch table {
        case tables.flow:
            let months = try self.rows("SELECT DISTINCT toUInt8(1), month FROM \(table)", "look into it") {
                try $0.number(Int32.self)
            }
            for month in months {
                rows.add(fixed: InsertedRuns.newRun(Self.time))
                rows.add(month)
            }
            columns = ["run", "month"]
        case tables.keptCount:
            rows.add(fixed: InsertedRuns.newRun(Self.time))
            columns = ["batch"]
        case tables.claim:
            let (source, parent) = (Int64.random(in: 1...Int64.max), Self.randomID())
            for _ in 0..<2 {
                rows.add(fixed: Self.randomID())
                rows.add(source)
                rows.add(fixed: parent)
                rows.add("\(SQL.digits(parent))")
                rows.add(1 as Int64)
            }
            columns = ["id", "source", "parent", "beginning", "first_hour"]
        case tables.keptHour:
            rows.add(0 as UInt64)
            columns = ["number"]
        default: return
        }
        guard !rows.bytes.isEmpty else { return }
        try server.insert(rows.bytes, into: table, columns, "change its rows")
    }
}
