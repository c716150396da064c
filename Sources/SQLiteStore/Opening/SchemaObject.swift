import GRDB

/// A table, an index, a view or a trigger, as a database's own list of them has it.
struct SchemaObject: Hashable {
    let type: String
    let name: String
    /// The statement that made it, without what makes no difference: quotes, blanks, comments and case.
    let statement: String

    /// Everything that a database is made of, but what SQLite keeps for itself.
    static func all(_ database: Database) throws -> Set<SchemaObject> {
        let rows = try Row.fetchAll(database, sql: "SELECT type, name, sql FROM sqlite_master")
        return Set(
            rows.map { row in
                SchemaObject(
                    type: row.optionalValue("type", String.self) ?? "",
                    name: row.optionalValue("name", String.self) ?? "",
                    statement: normal(row.optionalValue("sql", String.self) ?? ""))
            }.filter { !$0.isStatistics })
    }

    /// What `ANALYZE` leaves (sqlite.org/fileformat2.html section 2.6): whoever looks after a database may run it.
    private var isStatistics: Bool {
        type == "table"
            && [
                "createtablesqlite_stat1(tbl,idx,stat)", "createtablesqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
            ].contains(statement)
    }

    private static func normal(_ sql: String) -> String {
        let lines = sql.split(whereSeparator: \.isNewline).map { line in
            line.firstRange(of: "--").map { line[..<$0.lowerBound] } ?? line
        }
        return String(lines.joined()).lowercased().filter { !$0.isWhitespace && !"\"`[]".contains($0) }
    }

    /// What differs between a database and what it ought to be, in a few words; `nil` where nothing does.
    static func difference(of found: Set<SchemaObject>, from expected: Set<SchemaObject>) -> String? {
        let byName = { (left: SchemaObject, right: SchemaObject) in (left.type, left.name) < (right.type, right.name) }
        let names = Set(expected.map(\.name))
        if let foreign = found.subtracting(expected).min(by: byName) {
            let kind = foreign.statement.hasPrefix("createvirtual") ? "virtual table" : foreign.type
            let isKnown = kind == "table" && names.contains(foreign.name)
            return isKnown ? "its table \(foreign.name) is another one" : "it holds a \(kind) \(foreign.name)"
        }
        return expected.subtracting(found).min(by: byName).map { "it lacks the \($0.type) \($0.name)" }
    }
}
