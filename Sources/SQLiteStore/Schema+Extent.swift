extension Schema {
    /// How many flows, origins and hosts the store holds, in one row (`ExtentTable`).
    static let extent = """
        CREATE TABLE extent (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            changes INTEGER NOT NULL,      -- how often flows were added or removed
            records INTEGER NOT NULL,      -- of runs that were added or removed since the rest was counted
            flows INTEGER,                 -- NULL, as the rest, where it was not counted since flows changed
            origins INTEGER,
            hosts INTEGER,
            first INTEGER,                 -- hours with flows, by their starts in Unix seconds; NULL in an empty store
            last INTEGER
        ) STRICT;
        INSERT INTO extent (id, changes, records) VALUES (1, 0, 0);
        """
}
