extension Schema {
    /// The flows of a source and an hour stand in runs, sorted and packed (`RunPage`), each in pages whose numbers are their
    /// run's times 2^20 and their places in it. What was pruned is a run that is marked so.
    static let runs = """
        CREATE TABLE IF NOT EXISTS run (
            id INTEGER PRIMARY KEY,
            source INTEGER NOT NULL,
            hour INTEGER NOT NULL,         -- its start in Unix seconds
            pruned INTEGER NOT NULL,       -- 1 where it is kept only for who began later flows
            records INTEGER NOT NULL,
            packets INTEGER NOT NULL,      -- of the records that packets tell of
            pages INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS run_hour ON run (hour);
        CREATE INDEX IF NOT EXISTS run_source ON run (source, hour);
        CREATE TABLE IF NOT EXISTS page (
            id INTEGER PRIMARY KEY,
            first BLOB NOT NULL,           -- its first 5-tuple, in bytes that sort as 5-tuples do
            last BLOB NOT NULL,
            content BLOB NOT NULL
        ) STRICT;
        """

    static let withoutFlowTables = """
        DROP TABLE flow;
        DROP TABLE pruned_flow;
        """

    /// The first version whose flows are in runs.
    static let firstVersionWithRuns = 9
}
