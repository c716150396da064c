extension Schema {
    /// Openings and answers stand beside the TCP flags, as bits 16 and 17 (`PacketRoles`). Of what was counted before, TCP
    /// flags tell them; of other protocols they are not known. The time of first contact decides nothing any more.
    ///
    /// The flows of the three hours before those that are left decide who began later ones, so pruning moves them to a table
    /// of their own, which no row or count comes from.
    static let evidence = """
        ALTER TABLE flow DROP COLUMN host_contact;
        ALTER TABLE flow DROP COLUMN origin_contact;
        UPDATE flow SET host_flags = \(rolesOfOldFlags("host_flags")), origin_flags = \(rolesOfOldFlags("origin_flags"))
            WHERE protocol = 6;
        CREATE TABLE pruned_flow (
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
            origin_packets INTEGER NOT NULL,
            origin_bytes INTEGER NOT NULL,
            origin_payload INTEGER NOT NULL,
            origin_flags INTEGER NOT NULL,
            origin_refusals INTEGER NOT NULL,
            origin_first INTEGER,
            origin_last INTEGER,
            PRIMARY KEY (hour, origin, host, protocol, host_port, origin_port, attribution, source)
        ) STRICT, WITHOUT ROWID;
        """

    /// The flags of a flow of an earlier version, with the opening and the answer that its SYN packets are.
    static func rolesOfOldFlags(_ column: String) -> String { "(\(column) | ((\(column) & 768) << 8))" }

    /// The first version whose flows tell openings and answers.
    static let firstVersionWithRoles = 6
}
