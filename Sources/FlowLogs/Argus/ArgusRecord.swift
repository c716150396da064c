import NetworkTypes

/// A flow as a line of argus' states it.
struct ArgusRecord {
    private(set) var value: LogRecord

    /// The protocol of a line; `nil` where it is not a protocol of IP (arp, lldp, llc, man). With `ra -nn` llc is 0, which is a number
    /// of IP as well, so that ends without IP are told by their addresses.
    static func transport(_ bytes: Span<UInt8>, _ fields: LineFields) throws(LineRefusal) -> TransportProtocol? {
        if let source = fields[ArgusField.source], isHardwareAddress(bytes, source) { return nil }
        guard let range = fields[ArgusField.transport] else { return .unknown }
        if let transport = bytes.transport(range) { return transport }
        // Protocols on top of UDP that argus recognises.
        if bytes.isEqual(range, "rtp") || bytes.isEqual(range, "rtcp") || bytes.isEqual(range, "udt") { return .udp }
        if bytes.isEqual(range, "ipnip") { return TransportProtocol(rawValue: 4) }
        return nil
    }

    /// Whether a value is six bytes in hexadecimal between colons, which no IPv6 address is.
    private static func isHardwareAddress(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count == 17 else { return false }
        for (number, place) in range.enumerated() {
            switch bytes[place] {
            case UInt8(ascii: ":") where number % 3 == 2: continue
            case UInt8(ascii: "0")...UInt8(ascii: "9") where number % 3 != 2: continue
            case UInt8(ascii: "a")...UInt8(ascii: "f") where number % 3 != 2: continue
            case UInt8(ascii: "A")...UInt8(ascii: "F") where number % 3 != 2: continue
            default: return false
            }
        }
        return true
    }

    init(_ bytes: Span<UInt8>, _ fields: LineFields, _ transport: TransportProtocol) throws(LineRefusal) {
        let reader = FieldReader<ArgusField>(fields)
        value = LogRecord(
            transport: transport, source: try reader.address(.source, bytes),
            destination: try reader.address(.destination, bytes))
        if transport == .icmp, value.source.isIPv6 { value.transport = .icmpv6 }
        if transport.hasPorts {
            value.sourcePort = try Self.port(bytes, fields[ArgusField.sourcePort])
            value.destinationPort = try Self.port(bytes, fields[ArgusField.destinationPort])
        } else if value.transport == .icmp || value.transport == .icmpv6 {
            value.icmp = Self.icmp(bytes, fields)
        }
        try setTimes(bytes, fields)
        try setCounters(bytes, fields)
    }

    private static func port(_ bytes: Span<UInt8>, _ range: Range<Int>?) throws(LineRefusal) -> UInt16 {
        guard let range else { return 0 }
        if let port = bytes.port(range) { return port }
        if range.count > 2, bytes.isEqual(range.prefix(2), "0x"),
            let port = UInt16(bytes.text(range.dropFirst(2)), radix: 16)
        {
            return port
        }
        throw LineRefusal(
            "line_port", "is not a port (names of services are not read: write numbers with 'ra -n')", range)
    }

    /// Type and code: as two numbers, or in hexadecimal as one, the code before the type (`0x0303`).
    private static func icmp(_ bytes: Span<UInt8>, _ fields: LineFields) -> UInt16? {
        guard let first = fields[ArgusField.sourcePort] else { return nil }
        if first.count == 6, bytes.isEqual(first.prefix(2), "0x") {
            return UInt16(bytes.text(first.dropFirst(2)), radix: 16)?.byteSwapped
        }
        guard let type = bytes.port(first), let second = fields[ArgusField.destinationPort],
            let code = bytes.port(second), type < 256, code < 256
        else { return nil }
        return type << 8 | code
    }

    private mutating func setTimes(_ bytes: Span<UInt8>, _ fields: LineFields) throws(LineRefusal) {
        let reader = FieldReader<ArgusField>(fields)
        for field in [ArgusField.start, .last] {
            if let range = fields[field], range.count < 19, bytes.seconds(range) == nil {
                throw LineRefusal("line_time", "is not a time with a date", range)
            }
        }
        value.first = try reader.time(.start, bytes)
        value.last = try reader.time(.last, bytes)
        if value.last == nil, let first = value.first {
            value.last = first
            if let range = fields[ArgusField.duration] {
                guard let duration = bytes.seconds(range) else {
                    throw LineRefusal("line_time", "is not a duration", range)
                }
                let (last, isBeyond) = first.nanoseconds.addingReportingOverflow(duration)
                guard !isBeyond else { throw LineRefusal("line_time", "is not a duration", range) }
                value.last = Timestamp(nanoseconds: last)
            }
        }
        value.first = value.first ?? value.last
        guard value.first != nil else { throw LineRefusal("line_time", "has no time") }
    }
}

// MARK: - Who sent, and what

extension ArgusRecord {
    private mutating func setCounters(_ bytes: Span<UInt8>, _ fields: LineFields) throws(LineRefusal) {
        let reader = FieldReader<ArgusField>(fields)
        var source = LogCounters(
            packets: try reader.count(.sourcePackets, bytes), bytes: try reader.count(.sourceBytes, bytes))
        var destination = LogCounters(
            packets: try reader.count(.destinationPackets, bytes), bytes: try reader.count(.destinationBytes, bytes))
        if destination.bytes == nil, let total = try reader.count(.bytes, bytes), let bytes = source.bytes {
            destination.bytes = total >= bytes ? total - bytes : 0
        }
        source.payloadBytes = try reader.count(.sourcePayload, bytes)
        destination.payloadBytes = try reader.count(.destinationPayload, bytes)
        let flags = fields[ArgusField.state].flatMap { Self.flags(bytes, $0) }
        if value.transport == .tcp { (source.tcpFlags, destination.tcpFlags) = (flags?.source, flags?.destination) }
        let sent = Sent(bytes, fields, transport: value.transport, flags: flags)
        value.forward = source
        if destination.packets != nil || destination.bytes != nil {
            value.reverse = destination
        } else if sent.destination {
            value.reverse = destination
        }
        // An argus that does not look for it (argus -A) writes 0 for both ends.
        if source.payloadBytes ?? 0 == 0, destination.payloadBytes ?? 0 == 0 { value.claimPayloadOfFrames() }
        if !sent.source, source.packets ?? 0 == 0, source.bytes ?? 0 == 0 { turnRound() }
    }

    /// Makes the only end that sent the source.
    private mutating func turnRound() {
        var turned = LogRecord(transport: value.transport, source: value.destination, destination: value.source)
        (turned.sourcePort, turned.destinationPort) = (value.destinationPort, value.sourcePort)
        (turned.first, turned.last, turned.icmp) = (value.first, value.last, value.icmp)
        turned.forward = value.reverse ?? LogCounters()
        value = turned
    }

    /// Which ends sent something, as far as Dir and State tell.
    private struct Sent {
        var source = true
        var destination = false

        init(
            _ bytes: Span<UInt8>, _ fields: LineFields, transport: TransportProtocol,
            flags: (source: UInt8, destination: UInt8)?
        ) {
            if let flags {
                (source, destination) = (flags.source != 0 || flags.destination == 0, flags.destination != 0)
                return
            }
            guard let range = fields[ArgusField.direction], !range.isEmpty else { return }
            let (isBack, isForth) = (
                bytes[range.lowerBound] == UInt8(ascii: "<"), bytes[range.upperBound - 1] == UInt8(ascii: ">")
            )
            (source, destination) = (isForth || !isBack, isBack)
            // Of TCP the arrow points away from whom argus takes for the one that began, whoever sent.
            let states: [StaticString] = ["CON", "FIN", "CLO", "ACC", "EST"]
            if transport == .tcp, let state = fields[ArgusField.state],
                states.contains(where: { bytes.isEqual(state, $0) })
            {
                (source, destination) = (true, true)
            }
        }
    }

    /// TCP's flags of both ends, as binetflow files write them: `SPA_FSPA`, one letter a flag.
    private static func flags(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (source: UInt8, destination: UInt8)? {
        var (flags, isBehind) = ((source: UInt8(0), destination: UInt8(0)), false)
        for place in range {
            let bit: UInt8
            switch bytes[place] {
            case UInt8(ascii: "F"): bit = 0x01
            case UInt8(ascii: "S"): bit = 0x02
            case UInt8(ascii: "R"): bit = 0x04
            case UInt8(ascii: "P"): bit = 0x08
            case UInt8(ascii: "A"): bit = 0x10
            case UInt8(ascii: "U"): bit = 0x20
            case UInt8(ascii: "E"): bit = 0x40
            case UInt8(ascii: "C"): bit = 0x80
            case UInt8(ascii: "_") where !isBehind:
                isBehind = true
                continue
            default: return nil
            }
            if isBehind { flags.destination |= bit } else { flags.source |= bit }
        }
        return isBehind ? flags : nil
    }
}
