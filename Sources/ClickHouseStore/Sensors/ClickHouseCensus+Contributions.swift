import CensusModel
import NetworkTypes

/// What became of a contribution that was to be added.
enum ContributionOutcome {
    /// It counts, or gave way to one that is better.
    case counts
    /// The source is wanted from its beginning; nothing was added.
    case refused
    /// So it is, though a claim stands in the table, which lost to another one.
    case lost
}

extension ClickHouseCensus {
    /// Adds what is shipped, or leaves what is better.
    func add(
        _ contribution: ShippedContribution, _ shipment: Shipment, attempt: UInt32
    ) throws -> ContributionOutcome {
        if let basis = contribution.basis { try adopt(basis) }
        try note(shipment.lists)
        let (source, identity) = (contribution.source, shipment.sensor.identity)
        let there = try counterpart(of: source)
        guard let there else {
            guard contribution.replaces else { return .refused }
            return try claim(contribution, shipment, attempt, from: nil)
        }
        // A session that this store itself counted is whole here.
        guard there.isByChain else { return .counts }
        if there.last.shipped?.identity != identity {
            guard source.extent.preference(over: try extent(of: there)) != .none else { return .counts }
            guard contribution.replaces else { return .refused }
        } else if !contribution.replaces {
            guard there.last.shipped?.generation == source.generation,
                there.last.shipped.map({ $0.part + 1 }) == contribution.part
            else { return .refused }
        }
        return try claim(contribution, shipment, attempt, from: there)
    }

    /// Puts flows and their claim into the tables, and looks whether it counts.
    private func claim(
        _ contribution: ShippedContribution, _ shipment: Shipment, _ attempt: UInt32, from there: ClaimedSource?
    ) throws -> ContributionOutcome {
        let claim = try newClaim(contribution, shipment, attempt, from: there)
        try insert(claim)
        guard let now = try counterpart(of: contribution.source, beside: claim.row.id), now.last.id != claim.row.id
        else { return .counts }
        let isBetter = contribution.source.extent.preference(over: try extent(of: now)) != .none
        return isBetter ? .lost : .counts
    }

    /// Makes a claim, whose flows are put into their table.
    /// - Parameters:
    ///   - there: the source that it goes on from, or stands in place of.
    ///   - isErased: whether a host was removed at any time; `nil` where that is to be looked up.
    ///   - rooms: what was used for other claims, and can be used again.
    func newClaim(
        _ contribution: ShippedContribution, _ shipment: Shipment, _ attempt: UInt32, from there: ClaimedSource?,
        isErased: Bool? = nil, in rooms: BlockRooms = BlockRooms()
    ) throws -> NewClaim {
        let source = contribution.source
        let row = ClaimRow(
            id: Self.randomID(), source: there?.last.source ?? source.freshNumber,
            parent: contribution.replaces ? 0 : there?.last.id ?? 0,
            generation: (there?.last.generation ?? 0) + (contribution.replaces && there != nil ? 1 : 0),
            number: source.extent.position, attempt: attempt,
            shipped: ShippedClaim(contribution, by: shipment.sensor.identity))
        var claim = NewClaim(row: row, kind: source.kind, name: source.name)
        switch source.key {
        case .drawn(let identity): claim.identity = identity
        case .input(let head, _, let tail): (claim.head, claim.tail) = (head, tail)
        }
        (claim.sensor, claim.lists) = (source.sensor, try ListSet.claimText(source.lists))
        claim.runs = try rooms.borrow { room in
            try InsertedRuns(contribution.flows, time: Self.time, room: &room) { columns, block in
                try server.insert(block, of: .columns, into: tables.flow, columns, Self.commitment)
            }
        }
        var totals = SourceTotals(packets: source.packets, records: source.records, dropped: source.dropped)
        var coverage = contribution.coverage
        if try isErased ?? hasErased() { coverage = try lowered(coverage, claim.runs, there) }
        if let there, contribution.replaces {
            try keep(hoursBefore: contribution.prunedBefore, of: there, &claim.runs, &coverage)
        } else if let there {
            totals = totals.subtracting(try self.totals(of: there))
            coverage = try what(coverage, hasMoreThan: there)
        }
        claim.coverage = coverage.map { (hour: $0.key, coverage: $0.value) }.sorted { $0.hour < $1.hour }
        claim.shipment = ShipmentClaim(
            mark: ShipmentMark(sequence: shipment.sequence, identity: shipment.identity), totals: totals,
            begun: source.begun, committed: source.committed)
        return claim
    }

    /// Takes over what a source that is replaced holds of hours which its sensor keeps no more.
    private func keep(
        hoursBefore hour: Hour?, of there: ClaimedSource, _ runs: inout InsertedRuns, _ coverage: inout [Hour: Coverage]
    ) throws {
        guard let hour else { return }
        let old = HourRange(from: nil, before: hour)
        try forEachCounter(there.condition, SQL.all(old.conditions)) { coverage[$1, default: Coverage()].add($2) }
        let rows = """
            FROM \(tables.flow) WHERE \(SQL.all(old.conditions)) AND run IN (
                SELECT arrayJoin(runs) AS run FROM \(tables.claim) WHERE \(there.condition))
            """
        let kept = try self.rows(
            "SELECT toUInt8(1), hour, count() \(rows) GROUP BY hour ORDER BY hour", Self.commitment
        ) {
            (hour: try FlowRow.hour($0.number()), flows: try $0.number(UInt64.self))
        }
        guard !kept.isEmpty else { return }
        let (run, columns) = (InsertedRuns.newRun(Self.time), FlowRow.columns.filter { $0 != "run" })
        let list = columns.joined(separator: ", ")
        try server.run(
            "INSERT INTO \(tables.flow) (run, \(list)) SELECT \(SQL.fixed(run)), \(list) \(rows)", Self.commitment)
        runs.add(run: run, flows: kept.reduce(0) { $0 + $1.flows }, hours: kept.map(\.hour))
    }

    /// Where a host was removed here, the sensor counts packets as matching whose flows are gone.
    private func lowered(
        _ coverage: [Hour: Coverage], _ runs: InsertedRuns, _ there: ClaimedSource?
    ) throws -> [Hour: Coverage] {
        guard !coverage.isEmpty else { return coverage }
        let hours = coverage.keys.map { "\($0.startSeconds)" }.joined(separator: ", ")
        let known = (there?.condition).map { "run IN (SELECT arrayJoin(runs) AS run FROM \(tables.claim) WHERE \($0))" }
        let new = runs.runs.isEmpty ? nil : "hex(run) IN (\(SQL.list(runs.runs)))"
        let question = """
            SELECT toUInt8(1), hour, sum(host_packets + origin_packets) FROM \(tables.flow)
            WHERE pruned = 0 AND exporter = \(SQL.fixed(0)) AND hour IN (\(hours))
                AND (\([known, new].compactMap(\.self).joined(separator: " OR "))) GROUP BY hour
            """
        var packets: [Hour: UInt64] = [:]
        if known != nil || new != nil {
            let found = try rows(question, Self.commitment) { reader in
                (try FlowRow.hour(reader.number()), try reader.number(UInt64.self))
            }
            packets = Dictionary(found) { first, _ in first }
        }
        var lowered = coverage
        for (hour, whole) in coverage { lowered[hour]?.matched = min(whole.matched, packets[hour] ?? 0) }
        return lowered
    }

    /// What is new of the coverage of some hours.
    private func what(
        _ coverage: [Hour: Coverage], hasMoreThan there: ClaimedSource
    ) throws -> [Hour: Coverage] {
        guard let first = coverage.keys.min(), let last = coverage.keys.max() else { return [:] }
        let hours = coverage.keys.map { "\($0.startSeconds)" }.joined(separator: ", ")
        var known: [Hour: [CounterName: UInt64]] = [:]
        // A session has many claims, and few of them are to these hours.
        let claims = [there.condition] + HourRange(from: first, to: last.advanced(by: 1)).touching
        try forEachCounter(SQL.all(claims), "hour IN (\(hours))") {
            known[$1, default: [:]][CounterName($2)] = $2.count
        }
        var rest: [Hour: Coverage] = [:]
        for (hour, whole) in coverage {
            for counter in whole.counters {
                let before = known[hour]?[CounterName(counter)] ?? 0
                guard counter.count > before else { continue }
                rest[hour, default: Coverage()].add(
                    CoverageCounter(
                        exporter: counter.exporter, kind: counter.kind, name: counter.name,
                        count: counter.count - before
                    ))
            }
        }
        return rest
    }

    private func totals(of there: ClaimedSource) throws -> SourceTotals {
        let question = """
            SELECT toUInt8(1), sum(packets), sum(records), sum(dropped) FROM (
                SELECT id, packets, records, dropped FROM \(tables.claim) WHERE \(there.condition) LIMIT 1 BY id)
            """
        return try rows(question, "look for a source") {
            SourceTotals(packets: try $0.number(), records: try $0.number(), dropped: try $0.number())
        }.first ?? SourceTotals()
    }
}

/// What a counter counts.
private struct CounterName: Hashable {
    private let exporter: UInt128
    private let kind: String
    private let name: String

    init(_ counter: CoverageCounter) {
        (exporter, kind, name) = (counter.exporter.code, counter.kind, counter.name)
    }
}

extension ShippedSource {
    /// A number for it where there is none: of what has a drawn identity the same everywhere.
    fileprivate var freshNumber: Int64 {
        switch key {
        case .drawn(let identity): SessionClaims.source(ofIdentity: identity)
        case .input: Int64.random(in: 1...Int64.max)
        }
    }
}
