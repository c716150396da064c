import Foundation
import GRDB

extension SQLiteCensus {
    /// Keeps what a collector must know to read on after its end: it is no part of the census, and is not merged.
    package func keep(_ state: [UInt8], ofCollector name: String) throws(SQLiteCensusError) {
        try write("keep what a collector knows") { database in
            try database.execute(
                sql: """
                    INSERT INTO collector_state (name, content, noted_at)
                    VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
                    ON CONFLICT DO UPDATE SET content = excluded.content, noted_at = excluded.noted_at
                    """,
                arguments: [name, Data(state)])
        }
    }

    /// What collectors have kept, the oldest first.
    package func collectorStates() throws(SQLiteCensusError) -> [[UInt8]] {
        try read("read what collectors know") { database in
            guard try database.tableExists("collector_state") else { return [] }
            return try Row.fetchAll(database, sql: "SELECT content FROM collector_state ORDER BY noted_at, name")
                .map { [UInt8](try $0.value("content") as Data) }
        }
    }
}
