import NetworkTypes

/// Reads the samples of one datagram.
struct SFlowReader {
    let origin: LogOrigin
    /// When the datagram was received: sFlow states no time of its own.
    let time: Timestamp
    /// How many packets were handed out.
    private(set) var packets = 0

    init(origin: LogOrigin, time: Timestamp) {
        (self.origin, self.time) = (origin, time)
    }

    mutating func read(_ sample: SFlowBlock, _ datagram: Span<UInt8>, into sink: inout some LogSink) {
        guard sample.enterprise == 0 else { return note(.notFlow("sflow_vendor_sample"), &sink) }
        switch sample.format {
        case 1: readPacket(sample, Self.flowSample, datagram, into: &sink)
        case 3: readPacket(sample, Self.expandedFlowSample, datagram, into: &sink)
        case 2, 4: note(.notFlow("sflow_counters"), &sink)
        case 5: note(.notFlow("sflow_discarded_packet"), &sink)
        default: note(.notFlow("sflow_other_sample"), &sink)
        }
    }

    /// Where a flow sample keeps what is read of it, in bytes from its beginning.
    private struct Layout {
        let samplingRate: Int
        let recordCount: Int
        var length: Int { recordCount + 4 }
    }

    private static let flowSample = Layout(samplingRate: 8, recordCount: 28)
    private static let expandedFlowSample = Layout(samplingRate: 12, recordCount: 40)

    /// A packet's sample: its raw header counts, wherever among the records it stands; else what a record says of its IP header.
    private mutating func readPacket(
        _ sample: SFlowBlock, _ layout: Layout, _ datagram: Span<UInt8>, into sink: inout some LogSink
    ) {
        let (start, end) = (sample.content.lowerBound, sample.content.upperBound)
        guard end - start >= layout.length else { return note(.undecoded("sflow_cut"), &sink) }
        let rate = datagram.number32(start + layout.samplingRate)
        var position = start + layout.length
        var found: SFlowBlock?
        var rank = 0
        var hasOther = false
        for _ in 0..<datagram.number32(start + layout.recordCount) {
            guard let record = SFlowBlock(datagram, at: position, end: end) else {
                note(found == nil ? .undecoded("sflow_cut") : .remark("sflow_record_cut"), &sink)
                if found == nil { return }
                break
            }
            position = record.content.upperBound
            let value = Self.rank(record)
            hasOther = hasOther || Self.isEthernet(record)
            if value > rank { (found, rank) = (record, value) }
        }
        guard let found else {
            return note(.notFlow(hasOther ? "sflow_ethernet_only" : "sflow_without_packet"), &sink)
        }
        hand(found, samplingInterval: rate > 0 ? rate : nil, datagram, into: &sink)
    }

    private static func rank(_ record: SFlowBlock) -> Int {
        guard record.enterprise == 0 else { return 0 }
        switch record.format {
        case 1: return 2
        case 3, 4: return 1
        default: return 0
        }
    }

    private static func isEthernet(_ record: SFlowBlock) -> Bool { record.enterprise == 0 && record.format == 2 }

    private mutating func hand(
        _ record: SFlowBlock, samplingInterval: UInt32?, _ datagram: Span<UInt8>, into sink: inout some LogSink
    ) {
        let content = record.content
        switch record.format {
        case 1:
            guard var sample = rawHeader(content, datagram, into: &sink) else { return }
            sample.samplingInterval = samplingInterval
            sink.sample(sample, from: origin)
        default:
            guard var flow = header(content, isIPv6: record.format == 4, datagram) else {
                return note(.undecoded("sflow_cut"), &sink)
            }
            flow.samplingInterval = samplingInterval
            sink.record(flow, from: origin)
        }
        packets += 1
    }

    /// A `sampled_header`: protocol, length on the wire, bytes that were stripped, and the first bytes that were left.
    private func rawHeader(
        _ content: Range<Int>, _ datagram: Span<UInt8>, into sink: inout some LogSink
    ) -> SampledFrame? {
        let (start, fixedLength) = (content.lowerBound, 16)
        guard content.count >= fixedLength else {
            note(.undecoded("sflow_cut"), &sink)
            return nil
        }
        guard let linkType = Self.linkType(datagram.number32(start)) else {
            note(.undecoded("sflow_header_protocol"), &sink)
            return nil
        }
        let present = min(Int(datagram.number32(start + 12)), content.count - fixedLength)
        guard present > 0 else {
            note(.undecoded("sflow_empty_header"), &sink)
            return nil
        }
        let (wire, stripped) = (datagram.number32(start + 4), datagram.number32(start + 8))
        let length = max(wire > stripped ? wire - stripped : 0, UInt32(clamping: present))
        let first = start + fixedLength
        return SampledFrame(
            linkType: linkType, bytes: datagram.bytes(first..<first + present), originalLength: length, time: time)
    }

    /// What the standard's `header_protocol` says that the first byte begins.
    private static func linkType(_ number: UInt32) -> LinkType? {
        switch number {
        case 1: .ethernet
        case 3: .tokenRing
        case 4: .fddi
        case 5: .frameRelay
        case 7: .ppp
        case 9: .atmRFC1483
        case 10: .raw
        case 11: .ipv4
        case 12: .ipv6
        case 13: .mpls
        case 14: .pppHDLC
        case 15: .ieee80211
        default: nil
        }
    }

    /// A `sampled_ipv4` or `sampled_ipv6`: length, protocol, addresses, ports, TCP flags.
    private func header(_ content: Range<Int>, isIPv6: Bool, _ datagram: Span<UInt8>) -> LogRecord? {
        let addressLength = isIPv6 ? 16 : 4
        guard content.count >= 20 + 2 * addressLength else { return nil }
        let start = content.lowerBound
        let (source, behind) = (start + 8, start + 8 + 2 * addressLength)
        let address = { (place: Int, datagram: Span<UInt8>) -> IPAddress in
            isIPv6
                ? .v6(IPv6Address(rawValue: datagram.number128(place)))
                : .v4(IPv4Address(rawValue: datagram.number32(place)))
        }
        var record = LogRecord(
            transport: TransportProtocol(rawValue: UInt8(truncatingIfNeeded: datagram.number32(start + 4))),
            source: address(source, datagram), destination: address(source + addressLength, datagram))
        record.forward = LogCounters(packets: 1, bytes: UInt64(datagram.number32(start)))
        (record.first, record.last, record.stated) = (time, time, time)
        let ports = (datagram.number32(behind), datagram.number32(behind + 4))
        if record.transport.hasPorts {
            record.sourcePort = UInt16(truncatingIfNeeded: ports.0)
            record.destinationPort = UInt16(truncatingIfNeeded: ports.1)
        }
        if record.transport == .tcp {
            record.forward.tcpFlags = UInt8(truncatingIfNeeded: datagram.number32(behind + 8))
        }
        return record
    }

    private func note(_ loss: LogLoss, _ sink: inout some LogSink) {
        sink.note(loss, count: 1, at: time, from: origin)
    }
}
