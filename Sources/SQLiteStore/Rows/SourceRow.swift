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
        ).map(SourceRow.init)
        return alike.first { other in
            other.capture.map { capture.relation(to: $0) != .different } ?? false
        }
    }

    /// Why it is taken in place of another one.
    enum Preference {
        case none
        /// More of it was counted: more bytes of a capture, more commits of a session.
        case further
        /// As much was counted, with newer lists.
        case newerLists
    }

    /// Whether it, from the attached database `other`, is to be taken in place of its counterpart. Of two that were counted as
    /// far the one counted with newer lists is, and of lists as old the same ones whichever store is merged into which.
    func preference(over counterpart: SourceRow, _ database: Database) throws -> Preference {
        if let capture, let other = counterpart.capture, capture.position != other.position {
            return capture.position > other.position ? .further : .none
        }
        if capture == nil, commits != counterpart.commits { return commits > counterpart.commits ? .further : .none }
        let there = try ListSetTable.sets(of: id, database, in: "other")
        let here = try ListSetTable.sets(of: counterpart.id, database)
        guard there != here else { return .none }
        let order = { (sets: [ListSet]) in sets.flatMap(\.lists).map { $0.version + $0.options }.joined(separator: " ")
        }
        let newest = (
            try ListSetTable.newest(there, database, in: "other"), try ListSetTable.newest(here, database, in: "main")
        )
        return (newest.0, order(there)) > (newest.1, order(here)) ? .newerLists : .none
    }
}
