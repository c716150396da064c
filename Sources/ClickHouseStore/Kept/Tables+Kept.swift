extension Tables {
    /// Those that version 3 adds.
    static let keptNames = ["kept_count", "kept_hour"]

    /// What makes the tables of counts that outlive their flows.
    func keptStatements(_ layout: TableLayout) -> [String] {
        layout.statements(keptHour, Self.keptHourColumns + [Self.noted], "ORDER BY hour")
            + layout.statements(
                keptCount, Self.keptCountColumns,
                "ORDER BY (grouping, hour, origin_version, origin, country, class)")
    }

    /// Of rows of one hour the one with the highest number counts. The rows of a batch are seen once one of these names it.
    static let keptHourColumns = [
        Column("hour", "Int64"), Column("number", "UInt64"),
        // Of the rows of `kept_count` that are meant, and how many these are.
        Column("batch", "FixedString(16)"), Column("counts", "UInt64"),
        // 1 where an origin's answer stood for what a host sent, and where it has rows by country.
        Column("one_way", "UInt8"), Column("countries", "UInt8"),
        // Of flows that were counted into it after that, and removed.
        Column("later_records", "UInt64"),
        // What was counted when the row was made: claims that the server noted before a time, and these.
        Column("cutoff", "UInt32"), Column("recent", "Array(FixedString(16))"),
    ]

    static let keptCountColumns =
        [
            Column("batch", "FixedString(16)"), Column("hour", "Int64"),
            // As `export --by` has it.
            Column("grouping", "String"),
            // 0 where rows do not tell origins apart.
            Column("origin_version", "UInt8"), Column("origin", "FixedString(16)"), Column("country", "String"),
            Column("class", "UInt8"), Column("labels", "Array(String)"), Column("port_matched", "UInt8"),
        ] + KeptCountRow.counters.map { Column($0, "UInt64") } + [
            // Nanoseconds since 1970; where it is not known the last time that there can be, and the first.
            Column("first_seen", "Int64"), Column("last_seen", "Int64"),
            // -1 where it is not known.
            Column("coverage", "Float64"),
        ]
}
