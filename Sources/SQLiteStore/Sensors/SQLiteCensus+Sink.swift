package import CensusModel
import Foundation
import GRDB
package import NetworkTypes

extension SQLiteCensus: RunSink {
    package func lastShipment(ofSensor identity: String) throws -> ShipmentMark? {
        try read("look for a sensor") { try SensorTable.mark(ofSensor: identity, $0) }
    }

    package func sensors() throws(SQLiteCensusError) -> [SensorState] {
        try read("read the sensors") { try SensorTable.all($0) }
    }

    package func take(_ shipment: Shipment, received: Timestamp) throws -> ShipmentOutcome {
        let packed = try shipment.contribution.map { try PackedTallies($0.flows) }
        return try write("take a shipment") { database in
            if let last = try SensorTable.mark(ofSensor: shipment.sensor.identity, database) {
                let own = ShipmentMark(sequence: shipment.sequence, identity: shipment.identity)
                guard last != own else { return .known }
                guard last.sequence.addingClamped(1) == shipment.sequence else {
                    throw SQLiteCensusError.Problem.otherSensor(name: shipment.sensor.name)
                }
            }
            if let contribution = shipment.contribution, let packed {
                try Self.note(contribution.basis, shipment.lists, database)
                guard try ShippedSourceRow(contribution, shipment.sensor).add(packed, database) else {
                    return .wantsBeginning
                }
            }
            try SensorTable.note(shipment, received: received, database)
            return .taken
        }
    }

    /// Notes what something was counted with.
    static func note(_ basis: CountingBasis?, _ lists: [UsedList], _ database: Database) throws {
        try adopt(basis, database)
        for list in lists {
            try database.execute(
                sql: """
                    INSERT INTO list (version, name, entries, first_used_at) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET first_used_at = min(first_used_at, excluded.first_used_at)
                    """,
                arguments: [list.record.version, list.record.name, list.record.entries, list.firstUsedAt])
        }
    }

    /// Refuses what was counted with other internal networks or rules of tunnels.
    private static func adopt(_ basis: CountingBasis?, _ database: Database) throws {
        guard let basis, let known = try BasisTable.basis(database) else {
            if let basis { try BasisTable.set(basis, database) }
            return
        }
        guard let difference = BasisTable.difference(known, basis) else { return }
        guard try BasisTable.isEmpty(database) else { throw difference }
        try BasisTable.set(basis, database)
    }
}

/// A source that came by shipment, or out of a store of another engine, and its row here.
struct ShippedSourceRow {
    private let contribution: ShippedContribution
    /// `nil` of what was not shipped.
    private let sensor: SensorRecord?

    init(_ contribution: ShippedContribution, _ sensor: SensorRecord?) {
        (self.contribution, self.sensor) = (contribution, sensor)
    }

    private var source: ShippedSource { contribution.source }

    private var identity: String? { if case .drawn(let identity) = source.key { identity } else { nil } }

    private var input: CountedInput? {
        guard case .input(let head, let position, let tail) = source.key else { return nil }
        return CountedInput(
            source: 0, name: source.name, head: head, position: position, tail: tail, packets: source.packets)
    }

    /// Adds what is shipped, or leaves what is better.
    /// - Returns: false where the source is wanted from its beginning.
    func add(_ flows: PackedTallies, _ database: Database) throws -> Bool {
        guard let there = try SourceRow.source(identity, input, database) else {
            guard contribution.replaces else { return false }
            try insert(flows, database)
            return true
        }
        if try !isOwn(there.id, database) {
            guard source.extent.preference(over: try there.extent(database)) != .none else { return true }
            guard contribution.replaces else { return false }
        } else if !contribution.replaces {
            guard try continues(there.id, database) else { return false }
        }
        if contribution.replaces { try SQLiteCensus.empty(there.id, from: contribution.prunedBefore, database) }
        try write(flows, to: there.id, database)
        return true
    }

    private func insert(_ flows: PackedTallies, _ database: Database) throws {
        let id = try SQLiteCensus.insertSource(
            kind: source.kind.rawValue, identity: identity, name: source.name, sensor: source.sensor, database)
        try write(flows, to: id, database)
    }

    /// Adds all of a source, or puts it in place of what is there, where it is preferred to that.
    func takeOver(_ flows: PackedTallies, _ database: Database) throws -> MergedSource.Result {
        guard let there = try SourceRow.source(identity, input, database) else {
            try insert(flows, database)
            return .added
        }
        let preference = source.extent.preference(over: try there.extent(database))
        guard preference != .none else { return .there(name: there.name) }
        try SQLiteCensus.empty(there.id, database)
        try write(flows, to: there.id, database)
        return MergedSource.Result(preference, over: there.name)
    }

    private func isOwn(_ id: Int64, _ database: Database) throws -> Bool {
        try String.fetchOne(database, sql: "SELECT shipped_by FROM source WHERE id = ?", arguments: [id])
            == sensor?.identity
    }

    private func continues(_ id: Int64, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT shipped_generation = ? AND shipped_part + 1 = ? FROM source WHERE id = ?",
            arguments: [Int64(clamping: source.generation), Int64(clamping: contribution.part), id]) ?? false
    }

    private func write(_ flows: PackedTallies, to id: Int64, _ database: Database) throws {
        let commits = max(Int64(clamping: source.commits), 1)
        try flows.write(of: id, commits: commits, database)
        for (hour, coverage) in contribution.coverage {
            try database.execute(
                sql: "DELETE FROM coverage WHERE hour = ? AND source = ?", arguments: [hour.startSeconds, id])
            try CoverageRow.add(coverage, hour: hour, source: id, database)
            try lowerMatches(in: hour, of: id, database)
        }
        try database.execute(sql: "DELETE FROM counted_with WHERE source = ?", arguments: [id])
        for lists in source.lists { try ListSetTable.note(lists, of: id, database) }
        try ShippedHours.note(Set(flows.hours).union(contribution.coverage.keys), of: id, commits: commits, database)
        try note(id, commits, database)
    }

    /// Where a host was removed here, the sensor counts packets as matching whose flows are gone.
    private func lowerMatches(in hour: Hour, of id: Int64, _ database: Database) throws {
        let packets = try Int64.fetchOne(
            database, sql: "SELECT ifnull(sum(packets), 0) FROM run WHERE source = ? AND hour = ? AND pruned = 0",
            arguments: [id, hour.startSeconds])
        let row = "hour = ? AND source = ? AND kind = 'matched' AND exporter = 0 AND packets > ?"
        let arguments: StatementArguments = [hour.startSeconds, id, packets ?? 0]
        guard let packets, packets > 0 else {
            return try database.execute(sql: "DELETE FROM coverage WHERE \(row)", arguments: arguments)
        }
        try database.execute(sql: "UPDATE coverage SET packets = \(packets) WHERE \(row)", arguments: arguments)
    }

    private func note(_ id: Int64, _ commits: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE source SET kind = ?, name = ?, sensor = ?, commits = ?, packets = ?, records = ?, dropped = ?,
                    begun_at = ?, committed_at = ?, newest_list = ?, shipped_by = ?, shipped_generation = ?, shipped_part = ?
                WHERE id = ?
                """,
            arguments: [
                source.kind.rawValue, source.name, source.sensor, commits, Int64(clamping: source.packets),
                Int64(clamping: source.records), Int64(clamping: source.dropped), source.begun, source.committed,
                source.newestList, sensor?.identity, Int64(clamping: source.generation),
                Int64(clamping: contribution.part), id,
            ])
        guard let input else { return }
        try database.execute(
            sql: "UPDATE source SET beginning = ?, head = ?, trail = ?, position = ?, tail = ? WHERE id = ?",
            arguments: [
                Data(input.head.beginning), input.head.markData, input.head.trail?.data,
                Int64(clamping: input.position), Data(input.tail), id,
            ])
    }
}
