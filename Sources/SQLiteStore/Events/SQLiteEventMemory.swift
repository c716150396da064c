import CensusModel
import GRDB
import NetworkTypes

/// The tables of events within one transaction.
struct SQLiteEventMemory: EventMemory {
    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    func marks() throws -> [Hour: String] {
        var marks: [Hour: String] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT hour, mark FROM event_hour") {
            marks[try Self.hour(row, "hour")] = try row.value("mark")
        }
        return marks
    }

    func setMark(_ mark: String, of hour: Hour) throws {
        try execute("INSERT OR REPLACE INTO event_hour (hour, mark) VALUES (?, ?)", [hour.startSeconds, mark])
    }

    func number(_ name: String) throws -> Int64? {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT value FROM event_number WHERE name = ?"), arguments: [name])
    }

    func setNumber(_ number: Int64, _ name: String) throws {
        try execute("INSERT OR REPLACE INTO event_number (name, value) VALUES (?, ?)", [name, number])
    }

    func removeNumbers(_ names: Range<String>) throws {
        try execute("DELETE FROM event_number WHERE name >= ? AND name < ?", [names.lowerBound, names.upperBound])
    }

    // MARK: - Episodes

    func episodes(_ kind: String, _ subject: String, in hours: ClosedRange<Hour>) throws -> [ClosedRange<Hour>] {
        let statement = try database.cachedStatement(
            sql: "SELECT first, last FROM event_episode WHERE kind = ? AND subject = ? AND first <= ? AND last >= ?")
        let arguments: StatementArguments = [
            kind, subject, hours.upperBound.startSeconds, hours.lowerBound.startSeconds,
        ]
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            let (first, last) = (try Self.hour(row, "first"), try Self.hour(row, "last"))
            guard first <= last else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an episode ends before it begins")
            }
            return first...last
        }
    }

    func addEpisode(_ kind: String, _ subject: String, _ hours: ClosedRange<Hour>) throws {
        try execute(
            "INSERT OR REPLACE INTO event_episode (kind, subject, first, last) VALUES (?, ?, ?, ?)",
            [kind, subject, hours.lowerBound.startSeconds, hours.upperBound.startSeconds])
    }

    func removeEpisode(_ kind: String, _ subject: String, from hour: Hour) throws {
        try execute(
            "DELETE FROM event_episode WHERE kind = ? AND subject = ? AND first = ?",
            [kind, subject, hour.startSeconds])
    }

    func removeEpisodes(before hour: Hour) throws {
        try execute("DELETE FROM event_episode WHERE last < ?", [hour.startSeconds])
    }

    // MARK: - Events

    func add(_ event: KeptEvent) throws -> Bool {
        let number = try lastEvent() + 1
        try execute(
            "INSERT INTO event (number, identifier, noted, host, content) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [number, event.identifier, event.noted.nanoseconds, event.host?.databaseValue, event.content])
        guard database.changesCount > 0 else { return false }
        try setNumber(number, Self.lastNumber)
        return true
    }

    private static let lastNumber = "last event"

    func lastEvent() throws -> Int64 { try number(Self.lastNumber) ?? 0 }

    func firstEvent() throws -> Int64? { try Int64.fetchOne(database, sql: "SELECT min(number) FROM event") }

    func removeEvents(upTo number: Int64, notedBefore time: Timestamp) throws {
        try execute("DELETE FROM event WHERE number <= ? AND noted < ?", [number, time.nanoseconds])
    }

    // MARK: - Sinks

    func position(of sink: String) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT position FROM event_sink WHERE name = ?", arguments: [sink])
    }

    func setPosition(_ number: Int64, of sink: String) throws {
        try execute("INSERT OR REPLACE INTO event_sink (name, position) VALUES (?, ?)", [sink, number])
        try execute("DELETE FROM event_ahead WHERE sink = ? AND number <= ?", [sink, number])
    }

    func ahead(of sink: String) throws -> Set<Int64> {
        try Set(Int64.fetchAll(database, sql: "SELECT number FROM event_ahead WHERE sink = ?", arguments: [sink]))
    }

    func addAhead(_ number: Int64, of sink: String) throws {
        try execute("INSERT OR IGNORE INTO event_ahead (sink, number) VALUES (?, ?)", [sink, number])
    }

    // MARK: - Statements

    private func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    private static func hour(_ row: Row, _ column: String) throws -> Hour {
        try Hour(startSeconds: try row.value(column), of: "a row of events")
    }
}
