import CensusModel
import Foundation
import GRDB

/// A source as its row in the table `source` tells of it.
struct SourceRow {
    let id: Int64
    let kind: SourceKind
    let identity: String?
    let name: String
    let commits: Int64
    let packets: UInt64
    let records: UInt64
    /// The name of the sensor that counted it; empty without a sensor.
    let sensor: String
    /// How it begins and how far it was counted, if it is a capture.
    let capture: CountedInput?

    init(_ row: Row) throws {
        guard let kind = SourceKind(rawValue: try row.value("kind")) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a source of no known kind")
        }
        self.kind = kind
        (id, name, commits) = (try row.value("id"), try row.value("name"), try row.value("commits"))
        identity = row.optionalValue("identity", String.self)
        sensor = row.optionalValue("sensor", String.self) ?? ""
        packets = UInt64(clamping: try row.value("packets") as Int64)
        records = UInt64(clamping: try row.value("records") as Int64)
        capture = row.optionalValue("beginning", Data.self) == nil ? nil : try CountedInput(row)
    }

    /// The same source in the store that `database` has open as `main`; `nil` when it is not there.
    func counterpart(_ database: Database) throws -> SourceRow? {
        try Self.source(identity, capture, database)
    }

    /// The source that is known by an identity, or by how a capture begins.
    static func source(_ identity: String?, _ capture: CountedInput?, _ database: Database) throws -> SourceRow? {
        guard let capture else {
            return try Row.fetchOne(
                database, sql: "SELECT * FROM main.source WHERE identity = ?", arguments: [identity]
            ).map(SourceRow.init)
        }
        let alike = try Row.fetchAll(
            database, sql: "SELECT * FROM main.source WHERE beginning = ? ORDER BY position DESC, id",
            arguments: [Data(capture.head.beginning)]
        ).map(SourceRow.init)
        return alike.first { other in
            other.capture.map { capture.relation(to: $0) != .different } ?? false
        }
    }

    /// How it was counted, from the database that is attached under a name.
    func extent(_ database: Database, in schema: String = "main") throws -> SourceExtent {
        let lists = try ListSetTable.sets(of: id, database, in: schema)
        let newest = try ListSetTable.newest(ofSource: id, lists, database, in: schema)
        return SourceExtent(
            position: capture?.position ?? UInt64(clamping: commits), lists: lists, newestList: newest, sensor: sensor)
    }
}
