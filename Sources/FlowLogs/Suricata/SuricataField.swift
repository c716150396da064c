/// The members of an event of eve.json that are read (Suricata, "Eve JSON Format": common fields, `flow`, `netflow`, `tcp`).
enum SuricataField: UInt8 {
    case time
    case kind
    case source
    case sourcePort
    case destination
    case destinationPort
    case transport
    case icmpType
    case icmpCode
    /// The flow in whose tunnel this one lies.
    case parent
    case packetsToServer
    case packetsToClient
    case bytesToServer
    case bytesToClient
    case start
    case end
    case action
    case packets
    case bytes
    case flags
    case flagsToServer
    case flagsToClient
    case message

    static let shape: JSONShape = {
        let flow: [(String, SuricataField)] = [
            ("pkts_toserver", .packetsToServer), ("pkts_toclient", .packetsToClient),
            ("bytes_toserver", .bytesToServer), ("bytes_toclient", .bytesToClient), ("start", .start), ("end", .end),
            ("action", .action),
        ]
        let netflow: [(String, SuricataField)] = [
            ("pkts", .packets), ("bytes", .bytes), ("start", .start), ("end", .end),
        ]
        let tcp: [(String, SuricataField)] = [
            ("tcp_flags", .flags), ("tcp_flags_ts", .flagsToServer), ("tcp_flags_tc", .flagsToClient),
        ]
        let common: [(String, SuricataField)] = [
            ("timestamp", .time), ("event_type", .kind), ("src_ip", .source), ("src_port", .sourcePort),
            ("dest_ip", .destination), ("dest_port", .destinationPort), ("proto", .transport),
            ("icmp_type", .icmpType), ("icmp_code", .icmpCode), ("parent_id", .parent), ("message", .message),
        ]
        return JSONShape(
            common, nested: [("flow", JSONShape(flow)), ("netflow", JSONShape(netflow)), ("tcp", JSONShape(tcp))])
    }()
}
