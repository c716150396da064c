import GRDB
import Synchronization

/// The tables, and how they came to be: the schema changes by adding a migration, never by changing one.
enum Schema {
    /// Marks a SQLite file as ours: "FlCe".
    static let applicationIdentifier = 0x466C_4365
    /// The version that this code writes: the number of migrations.
    static let version = 13

    static func version(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    static func migrate(_ queue: DatabaseQueue) throws {
        try migrator.migrate(queue)
    }

    static func check(_ queue: DatabaseQueue) throws {
        try queue.read(check)
    }

    /// Refuses a database of another program or of a later version of this one, and one that is made of anything but what
    /// the migrations make: a view without end or a trigger that empties a table is no store.
    private static func check(_ database: Database) throws {
        let identifier = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let found = try version(of: database)
        let objects = try SchemaObject.all(database)
        // A process that was killed while it made the store may have left no more than the table of migrations.
        guard try !objects.isEmpty && objects != self.objects(ofVersion: 0) else { return }
        guard identifier == applicationIdentifier else { throw SQLiteCensusError.Problem.notAStore }
        guard found <= version else { throw SQLiteCensusError.Problem.newerVersion(found: found, known: version) }
        if let difference = SchemaObject.difference(of: objects, from: try self.objects(ofVersion: found)) {
            throw SQLiteCensusError.Problem.foreign(finding: difference)
        }
        guard try !migrator.hasBeenSuperseded(database) else {
            throw SQLiteCensusError.Problem.newerVersion(found: version + 1, known: version)
        }
        let noted = try migrator.completedMigrations(database)
        guard noted.count == found else {
            throw SQLiteCensusError.Problem.foreign(
                finding: "its table grdb_migrations names \(noted.count) of the \(found) migrations that made it")
        }
    }

    /// What a store of some version is made of: what the migrations make of nothing, by the SQLite that is in use.
    private static func objects(ofVersion number: Int) throws -> Set<SchemaObject> {
        if let known = shapes.withLock({ $0[number] }) { return known }
        let queue = try DatabaseQueue()
        var migrator = DatabaseMigrator()
        migrator.registerMigration("") { _ in }
        try migrator.migrate(queue)
        let names = self.migrator.migrations
        if names.indices.contains(number - 1) { try self.migrator.migrate(queue, upTo: names[number - 1]) }
        let objects = try queue.read(SchemaObject.all)
        shapes.withLock { $0[number] = objects }
        return objects
    }

    private static let shapes = Mutex<[Int: Set<SchemaObject>]>([:])

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 flows, coverage, captures, lists") { database in
            try database.execute(sql: firstTables)
            try database.execute(sql: "PRAGMA application_id = \(applicationIdentifier); PRAGMA user_version = 1")
        }
        migrator.registerMigration("2 whether the port matched") { database in
            try database.execute(sql: attributionWithPort)
            try database.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3 sessions on live interfaces") { database in
            try database.execute(sql: sessions)
            try database.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4 flows and coverage by source") { database in
            try database.execute(sql: sources)
            try database.execute(sql: "PRAGMA user_version = 4")
        }
        migrator.registerMigration("5 writers at work") { database in
            try database.execute(sql: writers)
            try database.execute(sql: "PRAGMA user_version = 5")
        }
        migrator.registerMigration("6 openings, answers and what pruned flows showed") { database in
            try database.execute(sql: evidence)
            try database.execute(sql: "PRAGMA user_version = 6")
        }
        migrator.registerMigration("7 flows and coverage by exporter") { database in
            try database.execute(sql: exporters)
            try database.execute(sql: "PRAGMA user_version = 7")
        }
        migrator.registerMigration("8 captures known beyond their beginning, and what counted them") { database in
            try database.execute(sql: trails)
            try database.execute(sql: usedLists)
            try database.execute(sql: "PRAGMA user_version = 8")
        }
        migrator.registerMigration("9 flows as runs") { database in
            try database.execute(sql: runs)
            try RunMigration.moveAll(database)
            try database.execute(sql: withoutFlowTables)
            try database.execute(sql: "PRAGMA user_version = 9")
        }
        migrator.registerMigration("10 events") { database in
            try database.execute(sql: events)
            try database.execute(sql: "PRAGMA user_version = 10")
        }
        migrator.registerMigration("11 sensors") { database in
            try database.execute(sql: sensors)
            try database.execute(sql: "PRAGMA user_version = 11")
        }
        migrator.registerMigration("12 how many flows, origins and hosts there are") { database in
            try database.execute(sql: extent)
            try database.execute(sql: "PRAGMA user_version = 12")
        }
        migrator.registerMigration("13 counts that outlive their flows") { database in
            try database.execute(sql: keptCounts)
            try database.execute(sql: "PRAGMA user_version = 13")
        }
        return migrator
    }

    /// What a session counted stands in the tables `flow` and `coverage`, dropped packets among it.
    private static let sessions = """
        CREATE TABLE session (
            identity TEXT PRIMARY KEY,     -- drawn at random when it began
            interfaces TEXT NOT NULL,      -- with commas between them
            slices INTEGER NOT NULL,       -- how often it committed
            packets INTEGER NOT NULL,
            dropped INTEGER NOT NULL,      -- by the kernel and the interfaces
            begun_at TEXT NOT NULL,
            committed_at TEXT NOT NULL     -- the last time; what came after it, a crash may have lost
        ) STRICT, WITHOUT ROWID;
        """

    /// A row for each process that has the store open for writing.
    private static let writers = """
        CREATE TABLE writer (
            id INTEGER PRIMARY KEY,
            boot TEXT NOT NULL,            -- the kernel's number of the machine's start
            process INTEGER NOT NULL,
            started INTEGER NOT NULL,      -- in ticks since the machine's start
            since TEXT NOT NULL
        ) STRICT;
        """

    /// Addresses are integers for IPv4 and blobs of 16 bytes for IPv6, which SQLite sorts in that order.
    /// Times are nanoseconds after the start of the flow's hour. The time of first contact is kept for ICMP alone;
    /// elsewhere it is the time of the first packet.
    private static let firstTables = """
        CREATE TABLE attribution (
            id INTEGER PRIMARY KEY,
            class INTEGER NOT NULL,
            labels TEXT NOT NULL,          -- JSON array, sorted
            UNIQUE (class, labels)
        ) STRICT;
        CREATE TABLE flow (
            hour INTEGER NOT NULL,         -- its start in Unix seconds
            origin ANY NOT NULL,
            host ANY NOT NULL,
            protocol INTEGER NOT NULL,
            host_port INTEGER NOT NULL,
            origin_port INTEGER NOT NULL,
            attribution INTEGER NOT NULL REFERENCES attribution,
            host_packets INTEGER NOT NULL,
            host_bytes INTEGER NOT NULL,
            host_payload INTEGER NOT NULL,
            host_flags INTEGER NOT NULL,
            host_refusals INTEGER NOT NULL,
            host_first INTEGER,
            host_last INTEGER,
            host_contact INTEGER,
            origin_packets INTEGER NOT NULL,
            origin_bytes INTEGER NOT NULL,
            origin_payload INTEGER NOT NULL,
            origin_flags INTEGER NOT NULL,
            origin_refusals INTEGER NOT NULL,
            origin_first INTEGER,
            origin_last INTEGER,
            origin_contact INTEGER,
            PRIMARY KEY (hour, origin, host, protocol, host_port, origin_port, attribution)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE coverage (
            hour INTEGER NOT NULL,
            kind TEXT NOT NULL,            -- seen, decoded, matched, undecoded, remarked, dropped
            name TEXT NOT NULL,            -- why or where, for the last three
            packets INTEGER NOT NULL,
            PRIMARY KEY (hour, kind, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE capture (
            identity TEXT PRIMARY KEY,     -- SHA-256 of what tells captures apart
            name TEXT NOT NULL,
            packets INTEGER NOT NULL,
            finished_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE list (
            version TEXT NOT NULL,         -- SHA-256 of the list's bytes
            name TEXT NOT NULL,
            entries INTEGER NOT NULL,
            first_used_at TEXT NOT NULL,
            PRIMARY KEY (version, name)
        ) STRICT, WITHOUT ROWID;
        """

    /// Of what was counted before, the port is not known to have matched.
    private static let attributionWithPort = """
        CREATE TABLE attribution_with_port (
            id INTEGER PRIMARY KEY,
            class INTEGER NOT NULL,
            labels TEXT NOT NULL,          -- JSON array, sorted
            port_matched INTEGER NOT NULL, -- 1 where the entry names the port
            UNIQUE (class, labels, port_matched)
        ) STRICT;
        INSERT INTO attribution_with_port SELECT id, class, labels, 0 FROM attribution;
        DROP TABLE attribution;
        ALTER TABLE attribution_with_port RENAME TO attribution;
        """
}
