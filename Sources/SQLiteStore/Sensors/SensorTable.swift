import CensusModel
import Foundation
import GRDB
import NetworkTypes

/// The table `sensor`: the sensors that shipped here, by what the last shipment of each said.
enum SensorTable {
    /// A list as it stands in the column `lists`.
    private struct List: Codable {
        let name: String
        let version: String
        let entries: Int
        let first: String
    }

    static func mark(ofSensor identity: String, _ database: Database) throws -> ShipmentMark? {
        try Row.fetchOne(database, sql: "SELECT * FROM sensor WHERE identity = ?", arguments: [identity]).map(mark)
    }

    static func all(_ database: Database) throws -> [SensorState] {
        // A store of an earlier version that must not be written has no such table.
        guard try database.tableExists("sensor") else { return [] }
        return try Row.fetchAll(database, sql: "SELECT * FROM sensor ORDER BY name, identity").map { row in
            guard
                let lists = try? JSONDecoder().decode([List].self, from: Data((try row.value("lists") as String).utf8))
            else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a sensor whose lists cannot be read") }
            return SensorState(
                record: SensorRecord(
                    identity: try row.value("identity"), name: try row.value("name"), version: try row.value("version"),
                    interval: try row.value("interval")),
                last: try mark(row), received: Timestamp(nanoseconds: try row.value("received")),
                clockOffset: try row.value("clock_offset"),
                lists: lists.map { list in
                    UsedList(
                        record: ListRecord(version: list.version, name: list.name, entries: list.entries),
                        firstUsedAt: list.first, sources: 0)
                })
        }
    }

    private static func mark(_ row: Row) throws -> ShipmentMark {
        ShipmentMark(
            sequence: UInt64(clamping: try row.value("sequence") as Int64), identity: try row.value("shipment"))
    }

    /// Notes a shipment. One that holds nothing says nothing of lists.
    static func note(_ shipment: Shipment, received: Timestamp, _ database: Database) throws {
        let lists = shipment.latestLists?.map { list in
            List(
                name: list.record.name, version: list.record.version, entries: list.record.entries,
                first: list.firstUsedAt)
        }
        let text = try lists.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        let sensor = shipment.sensor
        try database.execute(
            sql: """
                INSERT INTO sensor (identity, name, version, interval, sequence, shipment, received, clock_offset, lists)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ifnull(?9, '[]'))
                ON CONFLICT DO UPDATE SET name = ?2, version = ?3, interval = ?4, sequence = ?5, shipment = ?6, received = ?7,
                    clock_offset = ?8, lists = ifnull(?9, lists)
                """,
            arguments: [
                sensor.identity, sensor.name, sensor.version, sensor.interval, Int64(clamping: shipment.sequence),
                shipment.identity, received.nanoseconds,
                shipment.clockOffset(at: received), text,
            ])
    }
}
