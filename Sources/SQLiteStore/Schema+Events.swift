extension Schema {
    /// What is known of events (`EventLedger`): what was told of, what sinks have not taken yet, and how far each is. It is no part
    /// of the census, and is not merged.
    static let events = """
        CREATE TABLE event_hour (
            hour INTEGER PRIMARY KEY,      -- its start in Unix seconds
            mark TEXT NOT NULL             -- of what was kept of it when it was looked at
        ) STRICT;
        CREATE TABLE event_number (
            name TEXT PRIMARY KEY,
            value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE event_episode (
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,         -- words with blanks between them, addresses among them
            first INTEGER NOT NULL,        -- hours, by their starts in Unix seconds
            last INTEGER NOT NULL,
            PRIMARY KEY (kind, subject, first)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE event (
            number INTEGER PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            noted INTEGER NOT NULL,        -- nanoseconds since 1970
            host ANY,                      -- an address, where it names one
            content TEXT NOT NULL          -- JSON
        ) STRICT;
        CREATE TABLE event_sink (
            name TEXT PRIMARY KEY,
            position INTEGER NOT NULL      -- the last event that it took with all before it
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE event_ahead (
            sink TEXT NOT NULL,
            number INTEGER NOT NULL,       -- an event that it took ahead of its turn
            PRIMARY KEY (sink, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE event_watcher (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            boot TEXT NOT NULL,            -- as in the table writer
            process INTEGER NOT NULL,
            started INTEGER NOT NULL
        ) STRICT;
        """

    /// The first version that keeps events.
    static let firstVersionWithEvents = 10
}
