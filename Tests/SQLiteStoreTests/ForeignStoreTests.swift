import CensusModel
import Foundation
import GRDB
import NetworkTypes
import Testing

@testable import SQLiteStore

/// Stores that somebody has changed, or made to do harm: none of what is in them is run.
@Suite("A store that is not as the migrations make it")
struct ForeignStoreTests {
    /// Opens a store both ways, and merges it; it is refused with the same finding each time.
    private func expectForeign(_ statements: String, _ finding: String) throws {
        let folder = try StoreFolder()
        try folder.makeStore()
        try DatabaseQueue(path: folder.store).writeWithoutTransaction { try $0.execute(sql: statements) }
        let target = try SQLiteCensus(path: folder.path + "/target.db", access: .write)
        for attempt in 0..<3 {
            let error = #expect(throws: SQLiteCensusError.self) {
                switch attempt {
                case 0: _ = try SQLiteCensus(path: folder.store, access: .read)
                case 1: _ = try SQLiteCensus(path: folder.store, access: .write)
                default: _ = try target.merge(folder.store)
                }
            }
            #expect(error == SQLiteCensusError(store: folder.store, problem: .foreign(finding: finding)))
        }
    }

    @Test(
        "is refused for what it holds besides, lacks or has otherwise",
        arguments: [
            ("CREATE TRIGGER tr AFTER INSERT ON writer BEGIN DELETE FROM run; END", "it holds a trigger tr"),
            ("CREATE TRIGGER tr AFTER INSERT ON grdb_migrations BEGIN DELETE FROM run; END", "it holds a trigger tr"),
            ("CREATE VIEW v AS SELECT 1", "it holds a view v"),
            (
                """
                DROP TABLE list;
                CREATE VIEW list AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n
                """, "it holds a view list"
            ),
            ("CREATE VIRTUAL TABLE s USING fts5(x)", "it holds a virtual table s"),
            ("CREATE TABLE other (x)", "it holds a table other"),
            ("CREATE INDEX i ON writer (abs(process))", "it holds a index i"),
            ("DROP INDEX source_beginning", "it lacks the index source_beginning"),
            ("DROP TABLE writer", "it lacks the table writer"),
            ("ALTER TABLE list ADD COLUMN more TEXT", "its table list is another one"),
            (
                "DROP TABLE writer; CREATE TABLE writer (id INTEGER PRIMARY KEY, boot TEXT CHECK (length(boot) > 1))",
                "its table writer is another one"
            ),
            (
                "DELETE FROM grdb_migrations",
                "its table grdb_migrations names 0 of the \(Schema.version) migrations that made it"
            ),
            (
                "DELETE FROM grdb_migrations WHERE identifier LIKE '3%'",
                "its table grdb_migrations names 2 of the \(Schema.version) migrations that made it"
            ),
        ])
    func refused(statements: String, finding: String) throws {
        try expectForeign(statements, finding)
    }

    @Test("but for statistics, which whoever looks after a database may let it gather")
    func statistics() throws {
        let folder = try StoreFolder()
        try folder.makeStore()
        try DatabaseQueue(path: folder.store).writeWithoutTransaction { try $0.execute(sql: "ANALYZE") }
        #expect(try SQLiteCensus(path: folder.store, access: .read).flows().count == 1)
    }

    @Test("has nothing of its own run, whatever comes to be in it while it is open")
    func defence() throws {
        let folder = try StoreFolder()
        let store = try SQLiteCensus(path: folder.store, access: .write)
        try DatabaseQueue(path: folder.store).writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER tr AFTER INSERT ON run BEGIN DELETE FROM run; END;
                    CREATE VIEW v AS SELECT 1 AS x
                    """)
        }
        try store.add(Traffic.tally([Traffic.observation()]), of: "first")
        #expect(try store.flows().count == 1)
        #expect(throws: DatabaseError.self) {
            try store.queue.read { try Int.fetchOne($0, sql: "SELECT x FROM v") }
        }
        #expect(throws: DatabaseError.self) {
            try store.queue.writeWithoutTransaction { database in
                try database.execute(
                    sql: "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = '' WHERE name = 'run'")
            }
        }
    }

    @Test(
        "or whose rows cannot be true, is not merged",
        arguments: [
            "UPDATE attribution SET class = 99", "UPDATE attribution SET labels = 'zeus'",
            "UPDATE page SET content = x'00'", "UPDATE run SET packets = 7", "UPDATE run SET hour = 7",
            "UPDATE run SET hour = 422582400000000", "UPDATE run SET hour = 3600", "UPDATE run SET pages = 2",
            "UPDATE run SET source = 9", "UPDATE page SET last = x'0400'", "DELETE FROM page", "DELETE FROM run",
            "UPDATE source SET kind = 'other'", "UPDATE source SET position = -1",
        ])
    func unsound(statement: String) throws {
        let folder = try StoreFolder()
        try folder.makeStore()
        try DatabaseQueue(path: folder.store).write { try $0.execute(sql: statement) }
        let target = try SQLiteCensus(path: folder.path + "/target.db", access: .write)
        let error = #expect(throws: SQLiteCensusError.self) { try target.merge(folder.store) }
        #expect(error?.store == folder.store)
        guard case .unsound = error?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try target.flows().isEmpty)
    }

    @Test(
        "or states impossible hours or counters, is refused by whoever reads it, with the row",
        arguments: [
            ("UPDATE run SET hour = 7", "the run 1 is of the hour 7, which does not begin"),
            ("UPDATE run SET hour = 3600 << 40", "is of the hour 3958241859993600, which no time can have"),
            ("UPDATE run SET hour = 9223372800", "is of the hour 9223372800, which no time can have"),
            ("UPDATE run SET hour = 7200", "of the hour 1970-01-01T02:00:00Z and the source 1: it is another page"),
            ("UPDATE run SET records = 0", "the run 1 states impossible numbers"),
            (
                "UPDATE run SET pages = 2",
                "page 1 of the run 1 of the hour 1970-01-01T00:00:00Z and the source 1: it is m"
            ),
            ("UPDATE page SET content = zeroblob(99)", "its bytes are not those that were written"),
            ("UPDATE page SET first = x'04'", "it does not begin and end with the flows that its row states"),
            ("INSERT INTO coverage VALUES (7, 'seen', '', 1, 0, 1)", "a row of coverage is of the hour 7"),
            (
                "INSERT INTO coverage VALUES (0, 'remarked', 'x', 1, 0, -1)",
                "states an impossible number as remarked (x): -1"
            ),
            (
                "INSERT INTO coverage VALUES (0, 'remarked', 'x', 1, 0, 1 << 60)",
                "states an impossible number as remarked (x)"
            ),
            ("INSERT INTO coverage VALUES (0, 'seen', '', 1, 0, 9)", "does not add up: 9 seen, 0 decoded"),
        ])
    func impossibleRows(statement: String, finding: String) throws {
        let folder = try StoreFolder()
        try folder.makeStore()
        try DatabaseQueue(path: folder.store).write { try $0.execute(sql: statement) }
        let store = try SQLiteCensus(path: folder.store, access: .read)
        let error = #expect(throws: SQLiteCensusError.self) {
            _ = try store.flows()
            _ = try store.coverage(in: HourRange())
        }
        #expect(error?.store == folder.store)
        #expect(error?.description.contains(finding) == true, "\(String(describing: error))")
        #expect(try !store.findings().isEmpty)
    }
}
