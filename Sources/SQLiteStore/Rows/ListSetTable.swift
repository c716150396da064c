import CensusModel
import Foundation
import GRDB

/// The tables `list_set` and `counted_with`: with which lists each source was counted.
enum ListSetTable {
    /// Notes that a source was counted with some lists.
    static func note(_ lists: ListSet, of source: Int64, _ database: Database) throws {
        let text = try text(lists)
        try database.cachedStatement(sql: "INSERT INTO list_set (lists) VALUES (?) ON CONFLICT DO NOTHING").execute(
            arguments: [text])
        try database.cachedStatement(
            sql: """
                INSERT INTO counted_with (source, list_set) SELECT ?, id FROM list_set WHERE lists = ?
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [source, text])
        // Lists are noted before anything is counted with them.
        let newest = try newest([lists], database, in: "main")
        try database.cachedStatement(sql: "UPDATE source SET newest_list = max(newest_list, ?) WHERE id = ?").execute(
            arguments: [newest, source])
    }

    /// The sets of a source, in the order in which they were first used.
    /// - Parameter schema: the name of the attached database.
    static func sets(of source: Int64, _ database: Database, in schema: String = "main") throws -> [ListSet] {
        // A store of an earlier version that must not be written has no such table.
        guard try database.tableExists("counted_with", in: schema) else { return [] }
        let statement = try database.cachedStatement(
            sql: """
                SELECT lists FROM \(schema).counted_with JOIN \(schema).list_set ON list_set.id = counted_with.list_set
                WHERE source = ? ORDER BY list_set.id
                """)
        let rows = try Row.fetchAll(statement, arguments: [source])
        return try rows.map { try set($0.value("lists")) }
    }

    /// Takes over the sets of a source of the attached database `other`.
    static func copy(from source: Int64, to number: Int64, _ database: Database) throws {
        for set in try sets(of: source, database, in: "other") { try note(set, of: number, database) }
    }

    /// When the newest list was first used that a source was counted with, as whoever counted it knew.
    static func newest(
        ofSource source: Int64, _ sets: [ListSet], _ database: Database, in schema: String
    ) throws -> String {
        guard try database.columns(in: "source", in: schema).contains(where: { $0.name == "newest_list" }) else {
            return try newest(sets, database, in: schema)
        }
        return try String.fetchOne(
            database, sql: "SELECT newest_list FROM \(schema).source WHERE id = ?", arguments: [source]) ?? ""
    }

    /// When the newest list of some sets was first used; empty where no list is noted.
    static func newest(_ sets: [ListSet], _ database: Database, in schema: String) throws -> String {
        try sets.flatMap(\.lists).compactMap { list in
            try String.fetchOne(
                database.cachedStatement(
                    sql: "SELECT first_used_at FROM \(schema).list WHERE version = ? AND name = ?"),
                arguments: [list.version, list.name])
        }.max() ?? ""
    }

    private static func text(_ lists: ListSet) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(lists.lists), as: UTF8.self)
    }

    private static func set(_ text: String) throws -> ListSet {
        guard let lists = try? JSONDecoder().decode([ListUse].self, from: Data(text.utf8)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a set of lists that cannot be read")
        }
        return ListSet(lists)
    }
}
