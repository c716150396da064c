import CensusModel

extension Schema {
    /// Every flow and every counter of coverage belongs to a source, so that a source can be continued, counted again, and
    /// told apart when stores are merged. The source is the last part of the key: rows still come sorted by flow, and
    /// those of one flow from several sources follow one another.
    ///
    /// What an older store holds belongs to one source, of a kind of its own; of its captures and sessions only the notes
    /// are left. There are no foreign keys: a look into another table for each of millions of rows is what they cost.
    static let sources = """
        CREATE TABLE source (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,            -- capture, session, earlier
            identity TEXT UNIQUE,          -- drawn at random; of captures NULL, which are known by their bytes
            name TEXT NOT NULL,            -- of a capture as it was named, of a session its interfaces
            commits INTEGER NOT NULL,
            packets INTEGER NOT NULL,
            dropped INTEGER NOT NULL,      -- by the kernel and the interfaces
            begun_at TEXT NOT NULL,
            committed_at TEXT NOT NULL,    -- the last time
            beginning BLOB,                -- SHA-256 of a capture up to the end of its first record
            head BLOB,                     -- for each record in its first 64 KiB 8 bytes of SHA-256 up to the record's end
            position INTEGER,              -- bytes of the unpacked capture that were counted: where a record begins
            tail BLOB                      -- SHA-256 of up to 64 KiB before the position
        ) STRICT;
        CREATE INDEX source_beginning ON source (beginning) WHERE beginning IS NOT NULL;
        INSERT INTO source (kind, identity, name, commits, packets, dropped, begun_at, committed_at)
            SELECT 'session', identity, interfaces, slices, packets, dropped, begun_at, committed_at FROM session;
        DROP TABLE session;
        INSERT INTO source (kind, identity, name, commits, packets, dropped, begun_at, committed_at)
            SELECT 'earlier', lower(hex(randomblob(16))), 'counted by an earlier version', 0,
                (SELECT ifnull(sum(packets), 0) FROM coverage WHERE kind = 'seen'),
                (SELECT ifnull(sum(packets), 0) FROM coverage WHERE kind = 'dropped'),
                strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
            WHERE EXISTS (SELECT 1 FROM flow) OR EXISTS (SELECT 1 FROM coverage);
        ALTER TABLE capture RENAME TO earlier_capture;

        ALTER TABLE flow RENAME TO old_flow;
        CREATE TABLE flow (
            hour INTEGER NOT NULL,         -- its start in Unix seconds
            origin ANY NOT NULL,
            host ANY NOT NULL,
            protocol INTEGER NOT NULL,
            host_port INTEGER NOT NULL,
            origin_port INTEGER NOT NULL,
            attribution INTEGER NOT NULL,
            source INTEGER NOT NULL,
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
            PRIMARY KEY (hour, origin, host, protocol, host_port, origin_port, attribution, source)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO flow
            SELECT hour, origin, host, protocol, host_port, origin_port, attribution,
                (SELECT id FROM source WHERE kind = 'earlier'),
                host_packets, host_bytes, host_payload, host_flags, host_refusals, host_first, host_last, host_contact,
                origin_packets, origin_bytes, origin_payload, origin_flags, origin_refusals, origin_first, origin_last,
                origin_contact
            FROM old_flow ORDER BY hour, origin, host, protocol, host_port, origin_port, attribution;
        DROP TABLE old_flow;

        ALTER TABLE coverage RENAME TO old_coverage;
        CREATE TABLE coverage (
            hour INTEGER NOT NULL,
            kind TEXT NOT NULL,            -- seen, decoded, matched, undecoded, remarked, dropped
            name TEXT NOT NULL,            -- why or where, for the last three
            source INTEGER NOT NULL,
            packets INTEGER NOT NULL,
            PRIMARY KEY (hour, kind, name, source)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO coverage
            SELECT hour, kind, name, (SELECT id FROM source WHERE kind = 'earlier'), packets FROM old_coverage;
        DROP TABLE old_coverage;
        """

    /// Digests of a capture's records and of stretches of it behind the first 64 KiB (`SourceTrail`). Of what was counted
    /// before there are none.
    static let trails = "ALTER TABLE source ADD COLUMN trail BLOB"

    /// With which lists each source was counted, and with which internal networks and rules of tunnels all of it. Of what was
    /// counted before neither is known.
    static let usedLists = """
        CREATE TABLE list_set (
            id INTEGER PRIMARY KEY,
            lists TEXT NOT NULL UNIQUE     -- JSON array of objects: name, version and options of each list, sorted
        ) STRICT;
        CREATE TABLE counted_with (
            source INTEGER NOT NULL,
            list_set INTEGER NOT NULL,
            PRIMARY KEY (source, list_set)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE basis (
            name TEXT PRIMARY KEY,         -- the option: --internal, --tunnels, --tunnel-peers
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
