/// The tables of a census in a database of ClickHouse, and what each column holds.
///
/// All are only ever appended to, since there are no transactions: what counts is decided when it is read. The flows of a commit
/// are runs, which nobody sees before a row of `claim` names them. Types are those that ClickHouse 18.16 has.
struct Tables: Sendable {
    let flow: String
    let claim: String
    let list: String
    let setting: String
    let sensor: String
    let keptHour: String
    let keptCount: String

    /// The version that this code writes. The second one tells sensors apart, the third one keeps counts that outlive flows.
    static let version = 3
    static let names = ["claim", "flow", "list", "sensor", "setting"]

    init(database: String) {
        let name = { (table: String) in "`\(database)`.`\(table)`" }
        (flow, claim, list, setting) = (name("flow"), name("claim"), name("list"), name("setting"))
        (sensor, keptHour, keptCount) = (name("sensor"), name("kept_hour"), name("kept_count"))
    }

    /// A column and its type.
    struct Column: Sendable {
        let name: String
        let type: String

        init(_ name: String, _ type: String) {
            (self.name, self.type) = (name, type)
        }
    }

    /// What makes each table that is not there. The flows of a run are on one shard, and the claims to a source.
    func statements(_ layout: TableLayout) -> [String] {
        [
            layout.statements(
                flow, Self.flowColumns, "PARTITION BY month ORDER BY (\(Self.flowOrder))", shard: "sipHash64(run)"),
            layout.statements(
                claim, Self.claimColumns + [Self.noted], "ORDER BY (beginning, source, number)",
                shard: "sipHash64(source)"),
            layout.statements(list, Self.listColumns + [Self.noted], "ORDER BY (name, version)"),
            layout.statements(
                setting, Self.settingColumns + [Self.noted], "ORDER BY (name, id)", replacingBy: "number"),
            layout.statements(
                sensor, Self.sensorColumns + [Self.noted], "ORDER BY identity", replacingBy: "number"),
        ].flatMap(\.self) + keptStatements(layout)
    }

    /// The server's clock, when a row was inserted.
    static let noted = Column("noted", "DateTime DEFAULT now()")

    /// The order of flow keys: IPv4 addresses, which are kept as IPv4-mapped ones, come before IPv6.
    static let flowOrder = "hour, origin_version, origin, host_version, host, protocol, host_port, origin_port, class"

    static let flowColumns: [Column] =
        [
            Column("run", "FixedString(16)"), Column("month", "Int32"), Column("pruned", "UInt8"),
            // Its start in Unix seconds.
            Column("hour", "Int64"),
            Column("origin_version", "UInt8"), Column("origin", "FixedString(16)"),
            Column("host_version", "UInt8"), Column("host", "FixedString(16)"),
            Column("protocol", "UInt8"), Column("host_port", "UInt16"), Column("origin_port", "UInt16"),
            Column("class", "UInt8"), Column("labels", "Array(String)"), Column("port_matched", "UInt8"),
            // 0 for packets.
            Column("exporter", "FixedString(16)"),
        ] + ends

    /// What both ends sent. The first time of an end that sent nothing is the last that there can be, its last time the first one.
    private static let ends: [Column] = ["host", "origin"].flatMap { end in
        [
            Column("\(end)_packets", "UInt64"), Column("\(end)_bytes", "UInt64"), Column("\(end)_payload", "UInt64"),
            Column("\(end)_refusals", "UInt64"), Column("\(end)_flags", "UInt16"), Column("\(end)_roles", "UInt8"),
            // Nanoseconds since 1970.
            Column("\(end)_first", "Int64"), Column("\(end)_last", "Int64"),
        ]
    }

    static let claimColumns: [Column] =
        [
            Column("id", "FixedString(16)"), Column("source", "Int64"), Column("parent", "FixedString(16)"),
            // How often the source was begun again before.
            Column("generation", "UInt32"),
            // Bytes of an input up to its end; of a session how many claims came before.
            Column("number", "UInt64"),
            // Of a session how often this number was tried before; of a shipment as `sensor` has it.
            Column("attempt", "UInt32"),
            Column("kind", "String"), Column("name", "String"),
            // Of an input as it is known again; empty of a session.
            Column("beginning", "String"), Column("marks", "Array(UInt64)"), Column("has_trail", "UInt8"),
            Column("trail_records", "Array(UInt32)"), Column("trail_probes", "Array(UInt64)"), Column("tail", "String"),
            Column("packets", "UInt64"), Column("records", "UInt64"), Column("dropped", "UInt64"),
            // JSON array of objects: name, version and options of each list, sorted; empty where it is not known.
            Column("lists", "String"),
            Column("runs", "Array(FixedString(16))"), Column("flows", "UInt64"),
            // Of flows and coverage; the first is behind the last where there is neither.
            Column("first_hour", "Int64"), Column("last_hour", "Int64"),
            Column("coverage_hour", "Array(Int64)"), Column("coverage_kind", "Array(String)"),
            Column("coverage_name", "Array(String)"), Column("coverage_exporter", "Array(FixedString(16))"),
            Column("coverage_count", "Array(UInt64)"),
        ] + shipping

    /// Whose traffic it is, and what came by shipment. Version 1 has none of them.
    static let shipping: [Column] = [
        // The name of the sensor that counted it; empty without one.
        Column("sensor", "String"),
        // Drawn at random, of what is known by that and not by how it begins.
        Column("identity", "String"),
        // The identity of the sensor that shipped it, the number of the shipment and its identity; empty of what was counted here.
        Column("shipped_by", "String"), Column("sequence", "UInt64"), Column("shipment", "String"),
        // The sensor's number of what it counted in place of what before, and of the part of that, from 1.
        Column("shipped_generation", "UInt64"), Column("part", "UInt64"),
        // By the sensor's clock, ISO 8601.
        Column("newest_list", "String"), Column("begun", "String"), Column("committed", "String"),
    ]

    static let listColumns = [
        Column("version", "String"), Column("name", "String"), Column("entries", "Int64"),
    ]

    /// Of rows of one name the one with the highest number counts, of equal ones the first. Of rows with one identifier the engine
    /// forgets all others.
    static let settingColumns = [
        Column("name", "String"), Column("number", "UInt64"), Column("value", "String"),
        Column("id", "FixedString(16)"),
    ]

    /// A row for each shipment of a sensor, of which the one with the highest number counts: how many processes shipped as it before,
    /// above 40 bits of the number of the last shipment. A process makes a row before it ships, so that one that has been replaced is
    /// known by it.
    static let sensorColumns = [
        Column("identity", "String"), Column("number", "UInt64"),
        // Drawn by the process.
        Column("holder", "FixedString(16)"),
        Column("name", "String"), Column("version", "String"),
        // Seconds.
        Column("period", "Int64"),
        // The identity of the last shipment, and of one whose claim stands there although nothing was taken.
        Column("shipment", "String"), Column("refused", "String"),
        // Nanoseconds.
        Column("received", "Int64"), Column("clock_offset", "Int64"),
        Column("list_name", "Array(String)"), Column("list_version", "Array(String)"),
        Column("list_entries", "Array(Int64)"), Column("list_first", "Array(String)"),
    ]
}
