import NetworkTypes

/// A connection as a line of conn.log states it. Originator and responder are the record's source and destination.
struct ZeekRecord {
    private(set) var value: LogRecord
    private let lacksTransport: Bool
    private let lacksBytes: Bool
    private let isInTunnel: Bool

    init(_ bytes: Span<UInt8>, _ fields: LineFields) throws(LineRefusal) {
        let source = try Self.address(bytes, fields, .originator)
        let destination = try Self.address(bytes, fields, .responder)
        let transport = try Self.transport(bytes, fields, isIPv6: source.isIPv6)
        value = LogRecord(transport: transport ?? .unknown, source: source, destination: destination)
        lacksTransport = transport == nil
        lacksBytes = fields[ZeekField.missedBytes].flatMap { bytes.number($0) } ?? 0 > 0
        isInTunnel = fields[ZeekField.tunnelParents].map { !bytes.isEqual($0, "[]") } ?? false
        try readPorts(bytes, fields)
        try readTimes(bytes, fields)
        value.forward = try Self.counters(bytes, fields, .originatorPackets, .originatorIPBytes, .originatorBytes)
        value.reverse = try Self.counters(bytes, fields, .responderPackets, .responderIPBytes, .responderBytes)
        readHistory(bytes, fields)
    }

    /// Notes what is odd about it, behind its record.
    @inline(__always)
    func noteRemarks(into output: inout LineOutput) {
        if lacksTransport { output.note(.remark("transport_unknown")) }
        if lacksBytes { output.note(.remark("missed_bytes")) }
        if isInTunnel { output.note(.remark("in_tunnel")) }
    }

    private static func address(
        _ bytes: Span<UInt8>, _ fields: LineFields, _ field: ZeekField
    ) throws(LineRefusal) -> IPAddress {
        guard let range = fields[field] else { throw LineRefusal("line_address", "has no address of one end") }
        guard let address = bytes.address(range) else { throw LineRefusal("line_address", "is not an address", range) }
        return address
    }

    /// `nil` where Zeek did not know it (`unknown_transport`), or the log has no such column.
    private static func transport(
        _ bytes: Span<UInt8>, _ fields: LineFields, isIPv6: Bool
    ) throws(LineRefusal) -> TransportProtocol? {
        if let number = fields[ZeekField.protocolNumber].flatMap({ bytes.number($0) }).flatMap({ UInt8(exactly: $0) }) {
            return TransportProtocol(rawValue: number)
        }
        guard let range = fields[ZeekField.transport] else { return nil }
        if bytes.isEqual(range, "unknown_transport") || bytes.isEqual(range, "unknown") { return nil }
        guard let transport = bytes.transport(range) else {
            throw LineRefusal("line_protocol", "is not a protocol", range)
        }
        return transport == .icmp && isIPv6 ? .icmpv6 : transport
    }

    /// ICMP's ports are its type and code.
    private mutating func readPorts(_ bytes: Span<UInt8>, _ fields: LineFields) throws(LineRefusal) {
        let source = try Self.port(bytes, fields, .originatorPort)
        let destination = try Self.port(bytes, fields, .responderPort)
        switch value.transport {
        case .icmp, .icmpv6:
            if let source, let destination, source < 256, destination < 256 { value.icmp = source << 8 | destination }
        default: (value.sourcePort, value.destinationPort) = (source ?? 0, destination ?? 0)
        }
    }

    private static func port(
        _ bytes: Span<UInt8>, _ fields: LineFields, _ field: ZeekField
    ) throws(LineRefusal) -> UInt16? {
        guard let range = fields[field] else { return nil }
        guard let port = bytes.port(range) else { throw LineRefusal("line_port", "is not a port", range) }
        return port
    }

    /// A connection of one packet has no duration.
    private mutating func readTimes(_ bytes: Span<UInt8>, _ fields: LineFields) throws(LineRefusal) {
        guard let range = fields[ZeekField.time] ?? fields[ZeekField.shippedTime] else {
            throw LineRefusal("line_time", "has no time")
        }
        guard let first = bytes.time(range) else { throw LineRefusal("line_time", "is not a time", range) }
        (value.first, value.last) = (first, first)
        guard let duration = fields[ZeekField.duration] else { return }
        guard let nanoseconds = bytes.seconds(duration) else {
            throw LineRefusal("line_time", "is not a duration", duration)
        }
        let (last, isBeyond) = first.nanoseconds.addingReportingOverflow(nanoseconds)
        guard !isBeyond else { throw LineRefusal("line_time", "is not a duration", duration) }
        value.last = Timestamp(nanoseconds: last)
    }

    private static func counters(
        _ bytes: Span<UInt8>, _ fields: LineFields, _ packets: ZeekField, _ ipBytes: ZeekField, _ payload: ZeekField
    ) throws(LineRefusal) -> LogCounters {
        var counters = LogCounters()
        counters.packets = try count(bytes, fields[packets])
        counters.bytes = try count(bytes, fields[ipBytes])
        counters.payloadBytes = try count(bytes, fields[payload])
        return counters
    }

    private static func count(_ bytes: Span<UInt8>, _ range: Range<Int>?) throws(LineRefusal) -> UInt64? {
        guard let range else { return nil }
        guard let number = bytes.number(range) else { throw LineRefusal("line_number", "is not a number", range) }
        return number
    }
}

// MARK: - History

extension ZeekRecord {
    /// Capital letters are what the originator sent, small ones the responder: `S` a SYN without ACK, `H` a SYN+ACK.
    ///
    /// The originator began where it sent a SYN, or was answered by a SYN+ACK. `^` says that Zeek turned the connection round
    /// before it wrote the line, whose letters are those of the ends as they are written.
    private mutating func readHistory(_ bytes: Span<UInt8>, _ fields: LineFields) {
        var hasResponded = false
        if let range = fields[ZeekField.history] {
            for place in range {
                let letter = bytes[place]
                switch letter {
                case UInt8(ascii: "S"): value.forward.hasSentOpening = true
                case UInt8(ascii: "h"): value.reverse?.hasSentAnswer = true
                case UInt8(ascii: "s"): value.reverse?.hasSentOpening = true
                case UInt8(ascii: "H"): value.forward.hasSentAnswer = true
                default: break
                }
                if letter &- UInt8(ascii: "a") < 26 { hasResponded = true }
            }
        }
        if value.forward.hasSentOpening || value.reverse?.hasSentAnswer ?? false { value.initiator = .source }
        guard let reverse = value.reverse, reverse.packets == nil, reverse.bytes == nil,
            reverse.payloadBytes ?? 0 == 0
        else { return }
        // Letters say whether the responder sent anything, and nothing says how much.
        if hasResponded { value.reverse?.payloadBytes = nil } else { value.reverse = nil }
    }
}

extension IPAddress {
    var isIPv6: Bool {
        if case .v6 = self { true } else { false }
    }
}

extension TransportProtocol {
    /// Reserved: stands where a log does not say which protocol it was.
    static var unknown: Self { Self(rawValue: 255) }
}
