import NetworkTypes

/// Makes what a record's fields say of a flow.
///
/// The order of what is tried first follows RFC 7011, RFC 5103, RFC 3954 and what exporters do; what is not stated is left
/// out, never presumed.
enum FlowRecordReading {
    /// What is left to say of a record that concerns nobody.
    static func passed(_ fields: borrowing RecordFields, _ context: RecordContext) -> PassedRecord {
        passed(RecordTimes(fields, context), sampling(fields, context), context)
    }

    /// The same of one whose times and sampling are read.
    static func passed(_ times: RecordTimes, _ samplingInterval: UInt32?, _ context: RecordContext) -> PassedRecord {
        PassedRecord(
            first: times.first, last: times.last, stated: times.event ?? context.exportTime,
            samplingInterval: samplingInterval)
    }

    /// The flow of a record between two ends that it names.
    static func flow(
        _ source: IPAddress, _ destination: IPAddress, _ fields: borrowing RecordFields, _ context: RecordContext
    ) -> LogRecord {
        let transport = TransportProtocol(rawValue: UInt8(truncatingIfNeeded: fields.number(.transport)))
        var record = LogRecord(transport: transport, source: source, destination: destination)
        setPorts(&record, fields, context)
        setCounters(&record, fields)
        setTimes(&record, fields, context)
        setRemarks(&record, fields, context)
        return record
    }

    /// The two ends. Exporters whose templates have fields of both versions fill those of the other one with zeros; where both
    /// are filled, the packet was in a tunnel, and its own ends are taken.
    static func ends(_ fields: borrowing RecordFields) -> (IPAddress, IPAddress)? {
        let v4 = pair(fields, .sourceIPv4, .destinationIPv4)
        let v6 = pair(fields, .sourceIPv6, .destinationIPv6)
        switch (v4, v6) {
        case (let pair?, nil), (nil, let pair?): return pair
        case (nil, nil): return mixedEnds(fields)
        case (let pair4?, let pair6?):
            if fields.sourceIPv6 == 0 && fields.destinationIPv6 == 0 { return pair4 }
            if fields.number(.sourceIPv4) == 0 && fields.number(.destinationIPv4) == 0 { return pair6 }
            return isIPv6Inside(fields) ? pair6 : pair4
        }
    }

    /// IPv6 goes through IPv4 as protocol 41, IPv4 through IPv6 as protocol 4; where the protocol is that of the packet
    /// inside, only IPv6 has ICMPv6, and IPv6 through IPv4 is what is met.
    private static func isIPv6Inside(_ fields: borrowing RecordFields) -> Bool {
        let ipInIP: UInt64 = 4
        let protocolNumber = fields.number(.transport)
        return protocolNumber != ipInIP && protocolNumber != UInt64(TransportProtocol.icmp.rawValue)
    }

    private static func pair(
        _ fields: borrowing RecordFields, _ source: ElementRole, _ destination: ElementRole
    ) -> (IPAddress, IPAddress)? {
        guard let source = address(fields, source), let destination = address(fields, destination) else { return nil }
        return (source, destination)
    }

    /// One end of each version, as a translator between both may state it.
    private static func mixedEnds(_ fields: borrowing RecordFields) -> (IPAddress, IPAddress)? {
        guard let source = address(fields, .sourceIPv4) ?? address(fields, .sourceIPv6),
            let destination = address(fields, .destinationIPv4) ?? address(fields, .destinationIPv6)
        else { return nil }
        return (source, destination)
    }

    private static func address(_ fields: borrowing RecordFields, _ role: ElementRole) -> IPAddress? {
        guard fields.present.contains(role) else { return nil }
        return switch role {
        case .sourceIPv6: .v6(IPv6Address(rawValue: fields.sourceIPv6))
        case .destinationIPv6: .v6(IPv6Address(rawValue: fields.destinationIPv6))
        default: .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: fields.number(role))))
        }
    }

    private static func setPorts(_ record: inout LogRecord, _ fields: borrowing RecordFields, _ context: RecordContext)
    {
        let source = UInt16(truncatingIfNeeded: fields[.sourcePort] ?? fields.number(.namedSourcePort))
        let destination = UInt16(truncatingIfNeeded: fields[.destinationPort] ?? fields.number(.namedDestinationPort))
        if record.transport.hasPorts {
            (record.sourcePort, record.destinationPort) = (source, destination)
        } else if record.transport == .icmp || record.transport == .icmpv6 {
            let inPort = ICMPInPort.typeAndCode(
                source: source, destination: destination, isIPv6: record.transport == .icmpv6)
            record.icmp = icmp(fields, inPort: inPort)
        }
    }

    /// Type and code by their own fields; else, as Cisco's exporters have it, by the destination port.
    private static func icmp(_ fields: borrowing RecordFields, inPort: UInt16?) -> UInt16? {
        if let type = fields[.icmpType] {
            return UInt16(truncatingIfNeeded: type & 0xFF) << 8
                | UInt16(truncatingIfNeeded: fields.number(.icmpCode) & 0xFF)
        }
        let stated = fields[.icmpTypeAndCode].map { UInt16(truncatingIfNeeded: $0) }
        if let stated, stated > 0 { return stated }
        guard fields.present.contains(.destinationPort) else { return stated }
        return inPort ?? stated
    }

    private static func setCounters(_ record: inout LogRecord, _ fields: borrowing RecordFields) {
        record.forward.packets =
            fields[.packets] ?? fields[.totalPackets] ?? fields[.initiatorPackets] ?? fields[.postPackets]
        record.forward.bytes = fields[.bytes] ?? fields[.totalBytes] ?? fields[.postBytes]
        record.forward.payloadBytes = fields[.initiatorBytes]
        setFlags(&record.forward, fields[.tcpFlags], first: fields[.firstTCPFlags])
        var reverse = LogCounters(
            packets: fields[.reversePackets] ?? fields[.reverseTotalPackets] ?? fields[.responderPackets],
            bytes: fields[.reverseBytes] ?? fields[.reverseTotalBytes])
        reverse.payloadBytes = fields[.responderBytes]
        setFlags(&reverse, fields[.reverseTCPFlags], first: fields[.reverseFirstTCPFlags])
        if reverse != LogCounters() { record.reverse = reverse }
    }

    /// - Parameter first: the flags of the end's first packet alone, which say of a packet whether it opens or answers.
    private static func setFlags(_ counters: inout LogCounters, _ flags: UInt64?, first: UInt64?) {
        counters.tcpFlags = flags.map { UInt8(truncatingIfNeeded: $0) }
        guard let first = first.map({ TCPFlags(rawValue: UInt16($0 & 0xFF)) }) else { return }
        counters.tcpFlags = (counters.tcpFlags ?? 0) | UInt8(first.rawValue)
        guard first.contains(.syn) else { return }
        if first.contains(.ack) { counters.hasSentAnswer = true } else { counters.hasSentOpening = true }
    }

    private static func setTimes(_ record: inout LogRecord, _ fields: borrowing RecordFields, _ context: RecordContext)
    {
        let times = RecordTimes(fields, context)
        (record.first, record.last) = (times.first, times.last)
        record.stated = times.event ?? context.exportTime
    }

    private static func setRemarks(
        _ record: inout LogRecord, _ fields: borrowing RecordFields, _ context: RecordContext
    ) {
        record.samplingInterval = sampling(fields, context)
        record.isFragment = fields.number(.fragmentOffset) > 0
        record.isRefused = isRefused(fields, packets: record.forward.packets)
        record.initiator = initiator(record, fields)
    }

    /// What the record states itself; else what options say of the sampler that it names, in its own domain or in another of
    /// the exporter; else, where it names none, what options say of all.
    static func sampling(_ fields: borrowing RecordFields, _ context: RecordContext) -> UInt32? {
        if let stated = SamplingRates.stated(fields) { return stated }
        if let id = SamplingRates.sampler(fields) { return context.sampling[id] ?? context.exporterSampling[id] }
        return context.sampling.general ?? context.exporterSampling.general
    }

    /// `firewallEvent` 3 is "denied"; the two upper bits of `forwardingStatus` are 2 for "dropped" (RFC 7270 section 4.12).
    private static func isRefused(_ fields: borrowing RecordFields, packets: UInt64?) -> Bool {
        if fields[.firewallEvent] == 3 { return true }
        if let status = fields[.forwardingStatus], (status & 0xFF) >> 6 == 2 { return true }
        return fields.number(.droppedPackets) > 0 && packets ?? 0 == 0
    }

    /// Who began: as `biflowDirection` says (RFC 5103 section 6.3), or the source, where the record is one of a firewall that
    /// tells initiator and responder apart. A biflow's source alone states nothing. An ICMP reply that a firewall took for a
    /// flow of its own was not begun by its source.
    private static func initiator(_ record: LogRecord, _ fields: borrowing RecordFields) -> LogRecord.Initiator? {
        switch fields[.biflowDirection] {
        case 1: return .source
        case 2: return .destination
        default: break
        }
        let isFirewalls =
            fields.present.contains(.initiatorBytes) || fields.present.contains(.initiatorPackets)
            || fields.present.contains(.firewallEvent) && fields.present.contains(.eventMilliseconds)
        guard isFirewalls else { return nil }
        guard record.transport == .icmp || record.transport == .icmpv6 else { return .source }
        return record.icmp.map(ICMPInPort.isRequest) == true ? .source : nil
    }
}
