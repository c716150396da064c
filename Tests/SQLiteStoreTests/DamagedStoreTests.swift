import CensusModel
import GRDB
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Testing

/// A byte that changes on a disk can empty any column of any row, whatever the schema says.
@Suite("A store with an empty column")
struct DamagedStoreTests {
    private static let columns = [
        "run.source", "run.hour", "run.pruned", "run.records", "run.packets", "run.pages", "page.first", "page.last",
        "page.content", "attribution.class", "attribution.labels", "attribution.port_matched",
    ]

    /// A store with a flow, in which a column is empty. SQLite would not let it be, so its schema forgets the rule, once the
    /// store is open and was found to be as it should.
    private func damaged(_ column: String) throws -> (folder: StoreFolder, store: SQLiteCensus) {
        let folder = try StoreFolder()
        try folder.makeStore()
        let store = try SQLiteCensus(path: folder.store, access: .read)
        let parts = column.split(separator: ".").map(String.init)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: folder.store, configuration: configuration).writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    INSERT INTO coverage VALUES (0, 'seen', '', 1, 0, 1) ON CONFLICT DO NOTHING;
                    PRAGMA writable_schema = ON;
                    UPDATE sqlite_schema SET sql = replace(replace(replace(sql, 'NOT NULL', ''), 'STRICT, ', ''),
                        'STRICT', '') WHERE type = 'table';
                    PRAGMA writable_schema = RESET;
                    CREATE TABLE changed AS SELECT * FROM \(parts[0]);
                    DROP TABLE \(parts[0]);
                    ALTER TABLE changed RENAME TO \(parts[0]);
                    UPDATE \(parts[0]) SET \(parts[1]) = NULL
                    """)
        }
        return (folder, store)
    }

    @Test("is said to be damaged when its flows are read", arguments: columns)
    func flows(column: String) throws {
        let (_, store) = try damaged(column)
        let error = #expect(throws: SQLiteCensusError.self) {
            try store.forEachFlow(FlowFilter(hours: HourRange())) { _ in }
        }
        #expect(error?.description.contains("damaged") == true)
    }

    @Test(
        "is said to be damaged when its coverage is read", arguments: ["hour", "kind", "name", "exporter", "packets"])
    func coverage(column: String) throws {
        let (_, store) = try damaged("coverage.\(column)")
        #expect(throws: SQLiteCensusError.self) { try store.coverage(in: HourRange()) }
    }
}
