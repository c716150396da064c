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
    /// How it begins and how far it was counted, if it is a capture.
    let capture: CountedInput?

    init(_ row: Row) throws {
        guard let kind = SourceKind(rawValue: try row.value("kind")) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a source of no known kind")
        }
        self.kind = kind
        (id, name, commits) = (try row.value("id"), try row.value("name"), try row.value("commits"))
        identity = row.optionalValue("identity", String.self)
        packets = UInt64(clamping: try row.value("packets") as Int64)
        records = UInt64(clamping: try row.value("records") as Int64)
        capture = row.optionalValue("beginning", Data.self) == nil ? nil : try CountedInput(row)
    }

    /// The same source in the store that `database` has open as `main`; `nil` when it is not there.
    func counterpart(_ database: Database) throws -> SourceRow? {
        guard let capture else {
            return try Row.fetchOne(
                database, sql: "SELECT * FROM main.source WHERE identity = ?", arguments: [identity]
            ).map(SourceRow.init)
        }
        let alike = try Row.fetchAll(
            database, sql: "SELECT * FROM main.source WHERE beginning = ? ORDER BY position DESC, id",
            arguments: [Data(capture.head.beginning)]
        ).map(SourceRow.init).filter { $0.capture?.head.agrees(with: capture.head) == true }
        // Counted to the same place, the bytes before it decide; else only the beginning can be compared.
        let same = alike.first { $0.capture?.position == capture.position && $0.capture?.tail == capture.tail }
        return same ?? alike.first { $0.capture?.position != capture.position }
    }

    /// Whether more of it was counted than of its counterpart: more bytes of a capture, more commits of a session.
    func isFurther(than other: SourceRow) -> Bool {
        if let capture, let position = other.capture?.position { return capture.position > position }
        return commits > other.commits
    }
}
