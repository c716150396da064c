import NetworkTypes

/// Google VPC flow logs as Logging exports them: an entry on each line, or in an array.
///
/// Source: "VPC Flow Logs record format". A record tells of one direction. Google looks at some packets and has multiplied what
/// it counted, at a rate that it does not state.
struct GCPDialect: TextDialect {
    static let format = LogFormat.gcp

    static func state(_ layout: TextLayout<Self>) -> LogLayout.State { .gcp(layout) }

    init(head: ArraySlice<UInt8>) {}

    var mark: [UInt8] { [] }

    mutating func read(
        _ bytes: Span<UInt8>, _ line: Range<Int>, into output: inout LineOutput
    ) throws(LineRefusal) {
        try GCPField.shape.read(bytes, line) { bytes, fields throws(LineRefusal) in
            try note(bytes, fields, into: &output)
        }
    }

    /// Of one flow the machines at both ends may report, and the gateways on its way: each is one that observes by itself.
    private static func domain(_ reporter: Range<Int>?, _ bytes: Span<UInt8>) -> UInt32 {
        guard let reporter else { return 0 }
        if bytes.isEqual(reporter, "SRC") { return 1 }
        if bytes.isEqual(reporter, "DEST_GATEWAY") { return 2 }
        return bytes.isEqual(reporter, "SRC_GATEWAY") ? 3 : 0
    }

    private func note(
        _ bytes: Span<UInt8>, _ fields: LineFields, into output: inout LineOutput
    ) throws(LineRefusal) {
        // Entries of firewall rules name the same ends, and not what was sent.
        guard fields[GCPField.source] != nil,
            fields[GCPField.reporter] != nil || fields[GCPField.packets] != nil || fields[GCPField.bytes] != nil
        else { return output.note(.notFlow("gcp_other_entry")) }
        let reader = FieldReader<GCPField>(fields)
        var record = try reader.oneWayRecord(bytes)
        record.stated = try reader.time(.time, bytes)
        guard record.first != nil || record.stated != nil else { throw LineRefusal("line_time", "has no time") }
        output.record(record, domain: Self.domain(fields[GCPField.reporter], bytes))
    }
}

/// The members of an entry that are read.
enum GCPField: UInt8, OneWayField {
    case source
    case destination
    case sourcePort
    case destinationPort
    case transport
    case packets
    case bytes
    case start
    case end
    case reporter
    case time

    static let shape: JSONShape = {
        let connection: [(String, GCPField)] = [
            ("src_ip", .source), ("dest_ip", .destination), ("src_port", .sourcePort), ("dest_port", .destinationPort),
            ("protocol", .transport),
        ]
        let payload: [(String, GCPField)] = [
            ("bytes_sent", .bytes), ("packets_sent", .packets), ("start_time", .start), ("end_time", .end),
            ("reporter", .reporter),
        ]
        let ends = ("connection", JSONShape(connection))
        let time: [(String, GCPField)] = [("timestamp", .time)]
        return JSONShape(payload + time, nested: [("jsonPayload", JSONShape(payload, nested: [ends])), ends])
    }()
}
