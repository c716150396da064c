import NetworkTypes

/// Azure's flow logs: of network security groups, version 1 and 2, and of virtual networks; the `records` of a blob, or one on
/// each line.
///
/// Source: "Flow logs for network security groups" and "Virtual network flow logs". A tuple states one flow, whose source began
/// it, whichever the direction; what both ends sent since its last tuple; and when it was written.
struct AzureDialect: TextDialect {
    static let format = LogFormat.azure

    static func state(_ layout: TextLayout<Self>) -> LogLayout.State { .azure(layout) }

    init(head: ArraySlice<UInt8>) {}

    var mark: [UInt8] { [] }

    mutating func read(
        _ bytes: Span<UInt8>, _ line: Range<Int>, into output: inout LineOutput
    ) throws(LineRefusal) {
        var cursor = JSONCursor(line)
        var walk = Walk()
        var refusal: LineRefusal?
        try walk.record(bytes, &cursor) { tuple in
            do throws(LineRefusal) {
                output.record(try AzureTuple.record(bytes, tuple))
            } catch {
                // One of the record's tuples; the others are read.
                if refusal == nil { refusal = error } else { output.note(.undecoded(error.reason)) }
            }
        }
        guard cursor.peek(bytes) == nil else { throw .noJSON("something follows the object", at: cursor.position) }
        if let refusal { throw refusal }
        if !walk.hasTuples { output.note(.notFlow("azure_other_record")) }
    }

    /// Finds the tuples in a record, however deep they lie.
    private struct Walk {
        var hasTuples = false

        mutating func record(
            _ bytes: Span<UInt8>, _ cursor: inout JSONCursor, depth: Int = 0, _ body: (Range<Int>) -> Void
        ) throws(LineRefusal) {
            guard depth < 16 else { throw .noJSON("values lie too deep", at: cursor.position) }
            try cursor.open(bytes)
            var isFirst = true
            while let name = try cursor.nextName(bytes, isFirst: &isFirst) {
                let isTuples = bytes.isEqual(name, "flowTuples")
                switch cursor.peek(bytes) {
                case UInt8(ascii: "{"): try record(bytes, &cursor, depth: depth + 1, body)
                case UInt8(ascii: "["): try elements(bytes, &cursor, depth: depth + 1, areTuples: isTuples, body)
                default: _ = try cursor.value(bytes)
                }
            }
        }

        private mutating func elements(
            _ bytes: Span<UInt8>, _ cursor: inout JSONCursor, depth: Int, areTuples: Bool, _ body: (Range<Int>) -> Void
        ) throws(LineRefusal) {
            if areTuples { hasTuples = true }
            try cursor.expect(UInt8(ascii: "["), bytes)
            var isFirst = true
            while try cursor.nextElement(bytes, isFirst: &isFirst) {
                if cursor.peek(bytes) == UInt8(ascii: "{") {
                    try record(bytes, &cursor, depth: depth + 1, body)
                } else {
                    let value = try cursor.value(bytes)
                    if areTuples, value.kind == .string { body(value.range) }
                }
            }
        }
    }
}

/// A flow tuple: values between commas.
enum AzureTuple {
    private enum Field: UInt8 {
        case time
        case source
        case destination
        case sourcePort
        case destinationPort
        case transport
        /// `I` or `O`.
        case direction
        /// `A` or `D` of security groups; the state of virtual networks: `B` begun, `C` continuing, `E` ended, `D` denied.
        case decision
        /// The state of security groups, version 2; whether virtual networks encrypt.
        case state
        case packetsForward
        case bytesForward
        case packetsBack
        case bytesBack
    }

    static func record(_ bytes: Span<UInt8>, _ tuple: Range<Int>) throws(LineRefusal) -> LogRecord {
        let fields = split(bytes, tuple)
        let reader = FieldReader<Field>(fields)
        var record = LogRecord(
            transport: try transport(bytes, fields), source: try reader.address(.source, bytes),
            destination: try reader.address(.destination, bytes))
        if record.transport.hasPorts {
            record.sourcePort = try reader.port(.sourcePort, bytes) ?? 0
            record.destinationPort = try reader.port(.destinationPort, bytes) ?? 0
        }
        record.stated = try reader.time(.time, bytes)
        guard record.stated != nil else { throw LineRefusal("line_time", "has no time", tuple) }
        guard let direction = fields[Field.direction], let decision = fields[Field.decision],
            bytes.isEqual(direction, "I") || bytes.isEqual(direction, "O")
        else { throw LineRefusal("line_fields", "is not a flow tuple", tuple) }
        record.initiator = .source
        record.isRefused = bytes.isEqual(decision, "D")
        record.forward = LogCounters(
            packets: try reader.count(.packetsForward, bytes), bytes: try reader.count(.bytesForward, bytes))
        let back = LogCounters(
            packets: try reader.count(.packetsBack, bytes), bytes: try reader.count(.bytesBack, bytes))
        if back.packets != nil || back.bytes != nil { record.reverse = back }
        return record
    }

    /// Where the values stand, without those that are empty.
    private static func split(_ bytes: Span<UInt8>, _ tuple: Range<Int>) -> LineFields {
        var fields = LineFields()
        var (field, start) = (0, tuple.lowerBound)
        for place in tuple.lowerBound...tuple.upperBound
        where place == tuple.upperBound || bytes[place] == UInt8(ascii: ",") {
            if place > start, field < LineFields.maximum { fields.set(field, start..<place) }
            (field, start) = (field + 1, place + 1)
        }
        return fields
    }

    /// `T` or `U` of security groups, a number of virtual networks.
    private static func transport(
        _ bytes: Span<UInt8>, _ fields: LineFields
    ) throws(LineRefusal) -> TransportProtocol {
        guard let range = fields[Field.transport] else { throw LineRefusal("line_protocol", "has no protocol") }
        if bytes.isEqual(range, "T") { return .tcp }
        if bytes.isEqual(range, "U") { return .udp }
        guard let transport = bytes.transport(range) else {
            throw LineRefusal("line_protocol", "is not a protocol", range)
        }
        return transport
    }
}
