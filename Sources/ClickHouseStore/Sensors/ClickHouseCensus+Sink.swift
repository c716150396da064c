package import CensusModel
package import NetworkTypes
import Synchronization

/// Shipments become claims. There are no transactions, so a shipment inserts its flows first, then its claim, which holds its number
/// and by which it is taken, then a row that says how the sensor is.
///
/// A process that ships as a sensor first makes itself known as the last one that does. What another one had on its way before, and
/// what arrives only then, stands behind in the chain of claims, by the number of its attempt.
extension ClickHouseCensus: RunSink {
    package func lastShipment(ofSensor identity: String) throws -> ShipmentMark? {
        let row = try hold(identity)
        shippers.withLock { $0[identity] = row }
        return row.last
    }

    package func sensors() throws -> [SensorState] {
        try sensorRows("").compactMap(\.state).sorted {
            ($0.record.name, $0.record.identity) < ($1.record.name, $1.record.identity)
        }
    }

    package func take(_ shipment: Shipment, received: Timestamp) throws -> ShipmentOutcome {
        let identity = shipment.sensor.identity
        var row = try shippers.withLock { $0.removeValue(forKey: identity) } ?? hold(identity)
        let now = try checkHold(row, shipment, received)
        let own = ShipmentMark(sequence: shipment.sequence, identity: shipment.identity)
        // Where anything below fails, what arrived is looked up before the next shipment.
        if let last = row.last, last != own, last.sequence.addingClamped(1) != shipment.sequence {
            throw failure(.otherSensor(name: shipment.sensor.name))
        }
        let (isKnown, held) = (row.last == own, row)
        if !isKnown, let contribution = shipment.contribution {
            switch try add(contribution, shipment, attempt: UInt32(clamping: row.attempt)) {
            case .counts: break
            case .refused:
                shippers.withLock { $0[identity] = held }
                return .wantsBeginning
            case .lost:
                row.refused = shipment.identity
                row.hold(as: row.holder)
                try insert(row)
                let kept = row
                shippers.withLock { $0[identity] = kept }
                return .wantsBeginning
            }
        }
        if !isKnown {
            row.note(shipment, received: now)
            try insert(row)
        }
        let kept = row
        shippers.withLock { $0[identity] = kept }
        return isKnown ? .known : .taken
    }

    // MARK: - Who ships

    private func sensorRows(_ condition: String) throws -> [SensorRow] {
        try rows(
            "SELECT toUInt8(1), \(SensorRow.columns.joined(separator: ", ")) FROM \(tables.sensor) \(condition) "
                + "ORDER BY number DESC, holder DESC LIMIT 1 BY identity", "read the sensors", SensorRow.init)
    }

    private func insert(_ row: SensorRow) throws {
        try server.insert(row.bytes, into: tables.sensor, SensorRow.columns, "note a sensor")
    }

    /// Makes this process the one that ships as a sensor, and looks up what is here of it.
    private func hold(_ identity: String) throws -> SensorRow {
        var row = try sensorRows("WHERE identity = \(SQL.text(identity))").first ?? SensorRow(identity: identity)
        row.hold(as: Self.randomID())
        try insert(row)
        // A process that was killed has perhaps noted a claim, and not the sensor.
        let question = """
            SELECT toUInt8(1), sequence, shipment FROM \(tables.claim)
            WHERE shipped_by = \(SQL.text(identity)) AND shipment != \(SQL.text(row.refused))
            ORDER BY sequence DESC, attempt DESC LIMIT 1
            """
        let claimed = try rows(question, "look for a sensor") {
            ShipmentMark(sequence: try $0.number(), identity: try $0.text())
        }.first
        if let claimed, claimed.sequence > row.last?.sequence ?? 0 { row.last = claimed }
        return row
    }

    /// Refuses what another process ships as the sensor meanwhile.
    /// - Returns: the time at which the shipment came: by the server's clock, where that says another one.
    private func checkHold(_ row: SensorRow, _ shipment: Shipment, _ received: Timestamp) throws -> Timestamp {
        let question = """
            SELECT toUInt8(1), toUInt32(now()), holder FROM \(tables.sensor)
            WHERE identity = \(SQL.text(row.identity)) ORDER BY number DESC, holder DESC LIMIT 1
            """
        let there = try rows(question, "look for a sensor") { (try $0.number(UInt32.self), try $0.fixed()) }.first
        guard let there, there.1 == row.holder else { throw failure(.otherSensor(name: shipment.sensor.name)) }
        let now = Timestamp(nanoseconds: Int64(there.0) * Timestamp.nanosecondsPerSecond)
        let isSame = abs(received.nanoseconds / Timestamp.nanosecondsPerSecond - Int64(there.0)) <= 2
        return isSame ? received : now
    }
}
