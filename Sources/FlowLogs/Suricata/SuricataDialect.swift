import NetworkTypes

/// Suricata's eve.json: its `flow` events, or its `netflow` events, never both of one flow.
///
/// Suricata writes one of each of every flow where both are configured. Of a file the `flow` events count where its first 64 KiB
/// hold one, for they say which way the flow went; else whichever kind comes first. The other kind is passed over and named.
struct SuricataDialect: TextDialect {
    static let format = LogFormat.suricata

    /// The kind of event that counts; `nil` before the first.
    private var kind: Kind?

    private enum Kind: UInt8, Sendable {
        case flow
        case netflow
    }

    static func state(_ layout: TextLayout<Self>) -> LogLayout.State { .suricata(layout) }

    init(head: ArraySlice<UInt8>) {
        let lines = HeadLines(head)
        let isThere = { (kind: String) in
            // Quotation marks are escaped in a shipper's `message`.
            ["\"", "\\\""].contains { mark in
                [": ", ":"].contains { lines.contains("\(mark)event_type\(mark)\($0)\(mark)\(kind)\(mark)") }
            }
        }
        kind = isThere("flow") ? .flow : isThere("netflow") ? .netflow : nil
    }

    var mark: [UInt8] { kind.map { [$0.rawValue] } ?? [] }

    mutating func read(
        _ bytes: Span<UInt8>, _ line: Range<Int>, into output: inout LineOutput
    ) throws(LineRefusal) {
        try SuricataField.shape.read(bytes, line) { bytes, fields throws(LineRefusal) in
            try note(bytes, fields, into: &output)
        }
    }

    private mutating func note(
        _ bytes: Span<UInt8>, _ fields: LineFields, into output: inout LineOutput, depth: Int = 0
    ) throws(LineRefusal) {
        guard let event = fields[SuricataField.kind] else {
            // A shipper's line, with Suricata's in it.
            guard depth == 0, let message = fields[SuricataField.message], !message.isEmpty,
                bytes[message.lowerBound] == UInt8(ascii: "{")
            else { return output.note(.notFlow("suricata_other_line")) }
            let inner = try SuricataField.shape.fields(bytes, message)
            return try note(bytes, inner, into: &output, depth: 1)
        }
        let kind: Kind
        if bytes.isEqual(event, "flow") {
            kind = .flow
        } else if bytes.isEqual(event, "netflow") {
            kind = .netflow
        } else {
            return output.note(.notFlow("suricata_other_event"))
        }
        if self.kind == nil { self.kind = kind }
        guard kind == self.kind else {
            return output.note(.notFlow(kind == .flow ? "flow_beside_netflow" : "netflow_beside_flow"))
        }
        let record = kind == .flow ? try Self.flow(bytes, fields) : try Self.netflow(bytes, fields)
        output.record(record, domain: UInt32(kind.rawValue))
        if fields[SuricataField.parent] != nil { output.note(.remark("in_tunnel")) }
    }
}

// MARK: - Events

extension SuricataDialect {
    /// Both directions of a flow. `toserver` is what the source sent, which began.
    private static func flow(_ bytes: Span<UInt8>, _ fields: LineFields) throws(LineRefusal) -> LogRecord {
        var record = try ends(bytes, fields)
        let reader = FieldReader<SuricataField>(fields)
        record.initiator = .source
        record.forward = LogCounters(
            packets: try reader.count(.packetsToServer, bytes), bytes: try reader.count(.bytesToServer, bytes))
        record.reverse = LogCounters(
            packets: try reader.count(.packetsToClient, bytes), bytes: try reader.count(.bytesToClient, bytes))
        if record.transport == .tcp {
            record.forward.tcpFlags = try reader.hexadecimal(.flagsToServer, bytes)
            record.reverse?.tcpFlags = try reader.hexadecimal(.flagsToClient, bytes)
        }
        record.claimPayloadOfFrames()
        if let action = fields[SuricataField.action], bytes.isEqual(action, "drop"), record.reverse?.packets == 0 {
            record.isRefused = true
        }
        return record
    }

    /// One direction of a flow, whichever end began it.
    private static func netflow(_ bytes: Span<UInt8>, _ fields: LineFields) throws(LineRefusal) -> LogRecord {
        var record = try ends(bytes, fields)
        let reader = FieldReader<SuricataField>(fields)
        record.forward = LogCounters(
            packets: try reader.count(.packets, bytes), bytes: try reader.count(.bytes, bytes))
        if record.transport == .tcp { record.forward.tcpFlags = try reader.hexadecimal(.flags, bytes) }
        record.claimPayloadOfFrames()
        return record
    }

    private static func ends(_ bytes: Span<UInt8>, _ fields: LineFields) throws(LineRefusal) -> LogRecord {
        let reader = FieldReader<SuricataField>(fields)
        let transport = try reader.transport(.transport, bytes)
        var record = LogRecord(
            transport: transport ?? .unknown, source: try reader.address(.source, bytes),
            destination: try reader.address(.destination, bytes))
        if record.transport.hasPorts {
            record.sourcePort = try reader.port(.sourcePort, bytes) ?? 0
            record.destinationPort = try reader.port(.destinationPort, bytes) ?? 0
        } else if let type = try reader.count(.icmpType, bytes), type < 256 {
            record.icmp = UInt16(type) << 8 | UInt16(truncatingIfNeeded: try reader.count(.icmpCode, bytes) ?? 0) & 0xFF
        }
        record.first = try reader.time(.start, bytes)
        record.last = try reader.time(.end, bytes) ?? record.first
        record.stated = try reader.time(.time, bytes)
        guard record.first != nil || record.stated != nil else { throw LineRefusal("line_time", "has no time") }
        return record
    }
}
