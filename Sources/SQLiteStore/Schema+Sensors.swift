extension Schema {
    /// The sensor that counted each source, what sensors have shipped here, and what was shipped from here. The last two are no part
    /// of the census, and are not merged.
    static let sensors = """
        ALTER TABLE source ADD COLUMN sensor TEXT NOT NULL DEFAULT '';
        ALTER TABLE source ADD COLUMN generation INTEGER NOT NULL DEFAULT 0; -- grows when all of it is replaced
        ALTER TABLE source ADD COLUMN newest_list TEXT NOT NULL DEFAULT '';  -- when its newest list was first used
        ALTER TABLE source ADD COLUMN pruned_before INTEGER;                 -- an hour
        ALTER TABLE source ADD COLUMN shipped_by TEXT;                       -- the sensor's identity, of what came by shipment
        ALTER TABLE source ADD COLUMN shipped_generation INTEGER;            -- the sensor's number
        ALTER TABLE source ADD COLUMN shipped_part INTEGER;                  -- the last part that came
        ALTER TABLE run ADD COLUMN commits INTEGER NOT NULL DEFAULT 0;       -- the last commit of its source that is in it
        UPDATE source SET newest_list = ifnull((
            SELECT max(first_used_at) FROM counted_with
            JOIN list_set ON list_set.id = counted_with.list_set, json_each(list_set.lists) AS used
            JOIN list ON list.version = used.value ->> 'version' AND list.name = used.value ->> 'name'
            WHERE counted_with.source = source.id), '');
        CREATE TABLE hour_commit (
            source INTEGER NOT NULL,
            hour INTEGER NOT NULL,         -- its start in Unix seconds
            commits INTEGER NOT NULL,      -- the last commit of the source that added to it
            PRIMARY KEY (source, hour)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO hour_commit
            SELECT source, hour, (SELECT max(commits, 1) FROM source WHERE id = coverage.source)
            FROM coverage WHERE source IN (SELECT id FROM source) GROUP BY source, hour;
        CREATE TABLE sensor (
            identity TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            version TEXT NOT NULL,
            interval INTEGER NOT NULL,     -- seconds
            sequence INTEGER NOT NULL,     -- of the last shipment
            shipment TEXT NOT NULL,        -- its identity
            received INTEGER NOT NULL,     -- in Unix nanoseconds, by the clock here
            clock_offset INTEGER NOT NULL, -- nanoseconds that its clock was behind
            lists TEXT NOT NULL            -- JSON array of objects
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE destination (
            name TEXT PRIMARY KEY,
            sensor TEXT NOT NULL,          -- the identity under which it is shipped there
            sequence INTEGER NOT NULL,     -- of the last shipment that is there
            shipment TEXT NOT NULL,
            pending TEXT,                  -- the identity of the shipment that is on its way
            pending_source INTEGER,
            boot TEXT,                     -- the process that ships, as in writer
            process INTEGER,
            started INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE shipped_source (
            destination TEXT NOT NULL,
            source INTEGER NOT NULL,
            part INTEGER NOT NULL,         -- the last that is there
            PRIMARY KEY (destination, source)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE shipped_hour (
            destination TEXT NOT NULL,
            source INTEGER NOT NULL,
            hour INTEGER NOT NULL,
            arrived INTEGER NOT NULL,      -- the commits that are there; -1 for none
            sent INTEGER NOT NULL,         -- and those that are on their way
            PRIMARY KEY (source, hour, destination)
        ) STRICT, WITHOUT ROWID;
        """

    /// The first version that knows of sensors.
    static let firstVersionWithSensors = 11
}
