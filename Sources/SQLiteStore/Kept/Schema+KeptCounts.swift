extension Schema {
    /// Counts by hour that outlived their flows, and the hours that have them: in an hour without a match there are no rows.
    static let keptCounts = """
        CREATE TABLE kept_hour (
            hour INTEGER PRIMARY KEY,      -- its start in Unix seconds
            one_way INTEGER NOT NULL,      -- 1 where an origin's answer stood for what a host sent
            countries INTEGER NOT NULL,    -- 1 where it has rows by country
            later_records INTEGER NOT NULL -- of flows that were counted into it after that, and removed
        ) STRICT;
        CREATE TABLE kept_count (
            grouping TEXT NOT NULL,        -- as export --by has it
            hour INTEGER NOT NULL,
            subject ANY NOT NULL,          -- the origin, the country's code, or an empty text
            attribution INTEGER NOT NULL,  -- class, labels, and whether a port matched
            class INTEGER NOT NULL,
            affected INTEGER NOT NULL,     -- the counters in 64 bits, the highest being their sign
            attempted INTEGER NOT NULL,
            answered INTEGER NOT NULL,
            exchanged INTEGER NOT NULL,
            intruded INTEGER NOT NULL,
            probed INTEGER NOT NULL,
            served INTEGER NOT NULL,
            hosts INTEGER NOT NULL,
            flows INTEGER NOT NULL,
            packets INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            first_seen INTEGER,            -- nanoseconds since 1970
            last_seen INTEGER,
            coverage REAL,
            PRIMARY KEY (grouping, hour, subject, class)
        ) STRICT, WITHOUT ROWID;
        """
}
