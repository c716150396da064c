import CensusModel
import FlowRuns
import GRDB
import HourlyRollup
import NetworkTypes

/// The flows of a store in their order, from its runs: hour by hour, those of one hour merged.
struct RunFlows {
    private let database: Database
    let reading: PageReading
    private let filter: FlowFilter
    private let parts: RecordParts
    private let sizes: MergeSizes

    init(
        _ filter: FlowFilter, parts: RecordParts = .all, sizes: MergeSizes = MergeSizes(), _ database: Database
    ) throws {
        (self.database, self.filter, self.parts, self.sizes) = (database, filter, parts, sizes)
        reading = try PageReading(database, filter, parts: parts)
    }

    /// Hands on the runs of every hour of the filter.
    func forEachHour(_ body: (Hour, [RunRow]) throws -> Void) throws {
        var (conditions, arguments) = filter.hours.sql
        if !filter.includesPruned { conditions.append("pruned IS NOT 1") }
        // A store of an earlier version that must not be written has no such column, and no sensor.
        if let sensor = filter.sensor, try Schema.version(of: database) >= Schema.firstVersionWithSensors {
            conditions.append("source IN (SELECT id FROM source WHERE sensor = ?)")
            arguments += [sensor]
        }
        let condition = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let rows = try Row.fetchCursor(
            database, sql: "SELECT * FROM run\(condition) ORDER BY hour, id", arguments: arguments)
        var held: [RunRow] = []
        while let row = try rows.next() {
            let run = try RunRow(row)
            if let first = held.first, first.hour != run.hour {
                try body(first.hour, held)
                held.removeAll(keepingCapacity: true)
            }
            held.append(run)
        }
        if let first = held.first { try body(first.hour, held) }
    }

    /// Hands on every flow once, in the order of flow keys.
    /// - Parameter alone: as in `LoneFlowSource`.
    func forEachFlow(
        alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        var flows = FlowMaking(try AttributionTable.all(database))
        try forEachHour { hour, runs in
            try forEachMerge(of: runs, hour) { try flows.handOn($0, of: hour, filter, alone: alone, body) }
        }
    }

    /// Hands on the records of an hour's runs, merged: all at once, or range after range of 5-tuples where memory does not hold all.
    func forEachMerge(of runs: [RunRow], _ hour: Hour, _ body: (consuming RunMerge) throws -> Void) throws {
        for range in try sizes.ranges(of: runs, filter, database) {
            let unopened = runs.map { run in
                UnopenedRun(isPruned: run.isPruned, records: run.totals.records) { [reading] in
                    try reading.cursor(of: run, in: range)
                }
            }
            try body(RunMerge(unopened, of: hour, parts, most: sizes.open))
        }
    }
}

/// Makes flows of records: puts in what their attributions say.
struct FlowMaking {
    private let attributions: [Int64: Attribution]
    /// Records come sorted by origin, so the next look-up is most often for the same one.
    private var last: (number: Int64, attribution: Attribution)?
    /// The flow that is used again for each that is alone, and the attribution that it has.
    private var lone = JudgedFlow.blank
    private var loneAttribution: Int64?

    init(_ attributions: [Int64: Attribution]) {
        self.attributions = attributions
    }

    /// - Throws: `DatabaseError` where the attribution is not known.
    mutating func attribution(_ number: Int64, of hour: Hour) throws -> Attribution {
        if let last, last.number == number { return last.attribution }
        guard let attribution = attributions[number] else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "a flow of the hour \(hour) of an unknown attribution")
        }
        last = (number, attribution)
        return attribution
    }

    /// Hands on every flow of an hour once, in the order of flow keys.
    ///
    /// - Parameters:
    ///   - records: none beside the 5-tuples between which the flows of the filter lie.
    ///   - alone: as in `LoneFlowSource`.
    mutating func handOn(
        _ records: consuming RunMerge, of hour: Hour, _ filter: FlowFilter,
        alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        let isPartial = filter.asksMoreThanTuples
        var merge = FlowMerge()
        lone.record.key.hour = hour
        try records.forEachStretch { stretch in
            let records = stretch.records
            lone.record.isPruned = stretch.isPruned
            for index in stretch.range {
                if stretch.isAlone(index) {
                    if !merge.isEmpty { try merge.handOut(body) }
                    try attribute(records.attribution(at: index), of: hour)
                    records.read(at: index, into: &lone.record)
                    if !records.isOfPackets(at: index) {
                        lone.record.setExporter(records.exporter(at: index))
                    } else if !lone.record.reports.isEmpty {
                        lone.record.setExporter(.packets)
                    }
                    if !isPartial || filter.admits(lone.key) { try alone(&lone) }
                } else {
                    let flow = try flow(records.record(at: index), of: hour, isPruned: stretch.isPruned)
                    if !isPartial || filter.admits(flow.key) { try merge.add(flow, body) }
                }
            }
        }
        try merge.handOut(body)
    }

    /// Puts what an attribution says into the flow that is used again.
    @inline(__always)
    private mutating func attribute(_ number: Int64, of hour: Hour) throws {
        guard number != loneAttribution else { return }
        let attribution = try attribution(number, of: hour)
        lone.record.key.threatClass = attribution.threatClass
        (lone.record.labels, lone.record.matchesPort) = (attribution.labels, attribution.matchesPort)
        loneAttribution = number
    }

    private mutating func flow(_ record: RunRecord, of hour: Hour, isPruned: Bool) throws -> FlowRecord {
        let attribution = try attribution(record.attribution, of: hour)
        let tuple = record.tuple
        return FlowRecord(
            key: FlowKey(
                hour: hour, origin: tuple.origin, host: tuple.host, transport: tuple.transport,
                hostPort: tuple.hostPort, originPort: tuple.originPort, threatClass: attribution.threatClass),
            labels: attribution.labels, matchesPort: attribution.matchesPort, fromHost: record.fromHost,
            fromOrigin: record.fromOrigin, exporter: record.exporter, isPruned: isPruned)
    }
}

extension HourRange {
    /// What holds of the column `hour` of rows in the range.
    var sql: (conditions: [String], arguments: StatementArguments) {
        var conditions: [String] = []
        var arguments = StatementArguments()
        if let from, from.advanced(by: 1) == to {
            conditions.append("hour = ?")
            arguments += [from.startSeconds]
        } else {
            if let from {
                conditions.append("hour >= ?")
                arguments += [from.startSeconds]
            }
            if let to {
                conditions.append("hour < ?")
                arguments += [to.startSeconds]
            }
        }
        return (conditions, arguments)
    }
}
