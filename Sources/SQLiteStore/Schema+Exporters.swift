extension Schema {
    /// Who told of a flow stands beside its source: 0 for packets, an integer or a blob for a device's address, as those of
    /// hosts are, and a text for the name of a program. Coverage is kept by exporter in the same way. Of flow logs a source
    /// counts records, and a collector keeps what it must know to read on, such as templates.
    ///
    /// All that was counted before is of packets.
    static let exporters = """
        ALTER TABLE source ADD COLUMN records INTEGER NOT NULL DEFAULT 0;
        \(["flow", "pruned_flow"].map(flowsByExporter).joined())
        ALTER TABLE coverage RENAME TO old_coverage;
        CREATE TABLE coverage (
            hour INTEGER NOT NULL,
            kind TEXT NOT NULL,            -- seen, decoded, matched, undecoded, not_ip or not_flow, remarked, dropped or lost
            name TEXT NOT NULL,            -- why or where, for the last four
            source INTEGER NOT NULL,
            exporter ANY NOT NULL,
            packets INTEGER NOT NULL,      -- of an exporter, records
            PRIMARY KEY (hour, kind, name, source, exporter)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO coverage SELECT hour, kind, name, source, 0, packets FROM old_coverage;
        DROP TABLE old_coverage;
        CREATE TABLE collector_state (
            name TEXT PRIMARY KEY,         -- of what it is the state
            content BLOB NOT NULL,
            noted_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static func flowsByExporter(_ table: String) -> String {
        let key = "hour, origin, host, protocol, host_port, origin_port, attribution, source"
        let counters = ["host", "origin"].flatMap { end in
            ["packets", "bytes", "payload", "flags", "refusals", "first", "last"].map { "\(end)_\($0)" }
        }.joined(separator: ", ")
        return """
            ALTER TABLE \(table) RENAME TO old_\(table);
            CREATE TABLE \(table) (
                hour INTEGER NOT NULL,         -- its start in Unix seconds
                origin ANY NOT NULL,
                host ANY NOT NULL,
                protocol INTEGER NOT NULL,
                host_port INTEGER NOT NULL,
                origin_port INTEGER NOT NULL,
                attribution INTEGER NOT NULL,
                source INTEGER NOT NULL,
                exporter ANY NOT NULL,
                host_packets INTEGER NOT NULL,
                host_bytes INTEGER NOT NULL,
                host_payload INTEGER NOT NULL,
                host_flags INTEGER NOT NULL,
                host_refusals INTEGER NOT NULL,
                host_first INTEGER,
                host_last INTEGER,
                origin_packets INTEGER NOT NULL,
                origin_bytes INTEGER NOT NULL,
                origin_payload INTEGER NOT NULL,
                origin_flags INTEGER NOT NULL,
                origin_refusals INTEGER NOT NULL,
                origin_first INTEGER,
                origin_last INTEGER,
                PRIMARY KEY (hour, origin, host, protocol, host_port, origin_port, attribution, source, exporter)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO \(table) SELECT \(key), 0, \(counters) FROM old_\(table);
            DROP TABLE old_\(table);

            """
    }

    /// The first version whose flows and coverage name who told of them.
    static let firstVersionWithExporters = 7
}
