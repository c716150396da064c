package import CensusModel
import GRDB
package import NetworkTypes

extension SQLiteCensus: RunSpool {
    package func beginShipping(to destination: String) throws -> Bool {
        try write("note who ships") { database in
            let own = ProcessIdentity.own
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM destination WHERE name = ? AND boot IS NOT NULL", arguments: [destination]
            )
            if let holder = try row.map(ProcessIdentity.init), holder != own, holder.isAlive { return false }
            try database.execute(
                sql: """
                    INSERT INTO destination (name, sensor, sequence, shipment, boot, process, started)
                    VALUES (?1, ?2, 0, '', ?3, ?4, ?5)
                    ON CONFLICT DO UPDATE SET boot = ?3, process = ?4, started = ?5
                    """,
                arguments: [destination, Self.drawn(), own.boot, own.process, own.started])
            return true
        }
    }

    package func endShipping(to destination: String) throws {
        try write("note who ships") { database in
            try database.execute(
                sql: "UPDATE destination SET boot = NULL, process = NULL, started = NULL WHERE name = ?",
                arguments: [destination])
        }
    }

    package func sensorIdentity(for destination: String) throws -> String {
        try read("look where it is shipped") { try Destination(destination, $0).sensor }
    }

    package func settleShipping(to destination: String, last: ShipmentMark?) throws -> Bool {
        try write("note what arrived") { database in
            let known = try Destination(destination, database)
            if let last, last == known.pending {
                try known.note(.taken, database)
            } else if last == known.last {
                try known.forgetPending(database)
            } else {
                try known.beginAgain(as: Self.drawn(), database)
                return false
            }
            return true
        }
    }

    package func nextShipment(to destination: String, of sensor: ShippingSensor, sent: Timestamp) throws -> Shipment? {
        try write("take what is to be shipped") { database in
            let known = try Destination(destination, database)
            guard let part = try UnshippedPart(destination, store: path, database) else { return nil }
            let shipment = known.shipment(
                of: sensor, identity: Self.drawn(), sent: sent, lists: part.lists,
                contribution: try part.contribution(sensor: sensor.name, database))
            try part.noteSent(to: destination, database)
            try known.notePending(shipment, source: part.source.id, database)
            return shipment
        }
    }

    package func signOfLife(to destination: String, of sensor: ShippingSensor, sent: Timestamp) throws -> Shipment {
        try write("note a sign of life") { database in
            let known = try Destination(destination, database)
            let shipment = known.shipment(of: sensor, identity: Self.drawn(), sent: sent)
            try known.notePending(shipment, source: nil, database)
            return shipment
        }
    }

    package func noteShipped(_ outcome: ShipmentOutcome, to destination: String) throws {
        try write("note what arrived") { try Destination(destination, $0).note(outcome, $0) }
    }

    package func backlog(for destination: String) throws -> ShippingBacklog {
        try read("look what is to be shipped") { database in
            let hours = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM (\(UnshippedPart.hours))", arguments: [destination])
            let flows = try Int.fetchOne(
                database,
                sql: """
                    SELECT ifnull(sum(run.records), 0) FROM (\(UnshippedPart.hours)) AS waiting JOIN run
                    ON run.source = waiting.source AND run.hour = waiting.hour
                    WHERE run.pruned = 0 AND run.commits > waiting.arrived
                    """,
                arguments: [destination])
            return ShippingBacklog(hours: hours ?? 0, flows: flows ?? 0)
        }
    }

    private static func drawn() -> String {
        (0..<16).map { _ in String(UInt8.random(in: 16...255), radix: 16) }.joined()
    }
}

/// A row of the table `destination`: where it is shipped, and what was shipped last.
private struct Destination {
    let name: String
    let sensor: String
    /// The last shipment that is there; `nil` before the first.
    let last: ShipmentMark?
    /// The shipment that is on its way.
    let pending: ShipmentMark?
    private let sequence: Int64
    private let pendingSource: Int64?

    init(_ name: String, _ database: Database) throws {
        let row = try Row.fetchOne(database, sql: "SELECT * FROM destination WHERE name = ?", arguments: [name])
        guard let row else {
            throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "shipping was not begun")
        }
        self.name = name
        (sensor, sequence) = (try row.value("sensor"), try row.value("sequence"))
        let number = UInt64(clamping: sequence)
        last = sequence > 0 ? ShipmentMark(sequence: number, identity: try row.value("shipment")) : nil
        pending = row.optionalValue("pending", String.self).map { ShipmentMark(sequence: number + 1, identity: $0) }
        pendingSource = row.optionalValue("pending_source", Int64.self)
    }

    func shipment(
        of sensor: ShippingSensor, identity: String, sent: Timestamp, lists: [UsedList] = [],
        contribution: ShippedContribution? = nil
    ) -> Shipment {
        Shipment(
            sensor: SensorRecord(
                identity: self.sensor, name: sensor.name, version: sensor.version, interval: sensor.interval),
            sequence: UInt64(clamping: sequence) + 1, identity: identity, sent: sent, lists: lists,
            contribution: contribution)
    }

    func notePending(_ shipment: Shipment, source: Int64?, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE destination SET pending = ?, pending_source = ? WHERE name = ?",
            arguments: [shipment.identity, source, name])
    }

    /// Notes what became of the shipment that is on its way.
    func note(_ outcome: ShipmentOutcome, _ database: Database) throws {
        guard let pending else { return }
        guard outcome != .wantsBeginning else { return try shipFromBeginning(database) }
        if let pendingSource {
            try database.execute(
                sql: "UPDATE shipped_hour SET arrived = sent WHERE destination = ? AND source = ?",
                arguments: [name, pendingSource])
            try database.execute(
                sql: """
                    INSERT INTO shipped_source (destination, source, part) VALUES (?, ?, 1)
                    ON CONFLICT DO UPDATE SET part = part + 1
                    """,
                arguments: [name, pendingSource])
        }
        try database.execute(
            sql:
                "UPDATE destination SET sequence = ?, shipment = ?, pending = NULL, pending_source = NULL WHERE name = ?",
            arguments: [Int64(clamping: pending.sequence), pending.identity, name])
    }

    private func shipFromBeginning(_ database: Database) throws {
        for table in ["shipped_source", "shipped_hour"] {
            try database.execute(
                sql: "DELETE FROM \(table) WHERE destination = ? AND source = ?", arguments: [name, pendingSource])
        }
        try database.execute(
            sql: "UPDATE destination SET pending = NULL, pending_source = NULL WHERE name = ?", arguments: [name])
    }

    /// Notes that the shipment that was on its way did not arrive.
    func forgetPending(_ database: Database) throws {
        try database.execute(
            sql: "UPDATE destination SET pending = NULL, pending_source = NULL WHERE name = ?", arguments: [name])
        try database.execute(
            sql: "DELETE FROM shipped_hour WHERE destination = ? AND arrived < 0", arguments: [name])
        try database.execute(
            sql: "UPDATE shipped_hour SET sent = arrived WHERE destination = ? AND sent > arrived", arguments: [name])
    }

    /// Forgets what was shipped there, under another identity of the sensor.
    func beginAgain(as sensor: String, _ database: Database) throws {
        for table in ["shipped_source", "shipped_hour"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE destination = ?", arguments: [name])
        }
        try database.execute(
            sql: """
                UPDATE destination SET sensor = ?, sequence = 0, shipment = '', pending = NULL, pending_source = NULL
                WHERE name = ?
                """,
            arguments: [sensor, name])
    }
}
