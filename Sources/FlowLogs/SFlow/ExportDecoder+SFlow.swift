import NetworkTypes

/// sFlow version 5 (sflow.org, "sFlow Version 5", July 2004): a header that names the agent, and samples of packets and of
/// counters.
///
/// The agent is the exporter, for one relay may send the datagrams of many; where it names no address, the sender is.
extension ExportDecoder {
    mutating func decodeSFlow(
        _ datagram: Span<UInt8>, from sender: IPAddress, at time: Timestamp, into sink: inout some LogSink
    ) {
        guard let header = SFlowHeader(datagram) else {
            return sink.note(.undecoded("sflow_cut"), count: 1, at: time, from: LogOrigin(exporter: sender))
        }
        let origin = LogOrigin(exporter: header.agent ?? sender, domain: header.subAgent)
        guard let opened = open(.sFlow, datagram, from: sender, origin, at: time, exportTime: time, into: &sink) else {
            return
        }
        var reader = SFlowReader(origin: origin, time: time)
        var position = header.length
        for _ in 0..<header.sampleCount {
            guard let sample = SFlowBlock(datagram, at: position, end: datagram.count) else {
                sink.note(.undecoded("sflow_cut"), count: 1, at: time, from: origin)
                break
            }
            reader.read(sample, datagram, into: &sink)
            position = sample.content.upperBound
        }
        let start = header.uptime == 0 ? nil : UInt32(truncatingIfNeeded: time.milliseconds) &- header.uptime
        let place = DatagramSequence.Datagram(
            number: header.sequence, units: 1, records: reader.packets, dataRecords: reader.packets, start: start,
            time: time)
        close(opened, origin, place, into: &sink)
    }
}

/// The header of an sFlow datagram.
struct SFlowHeader {
    /// `nil` where the agent names none.
    let agent: IPAddress?
    let subAgent: UInt32
    let sequence: UInt32
    /// Milliseconds.
    let uptime: UInt32
    let sampleCount: UInt32
    /// Bytes.
    let length: Int

    init?(_ datagram: Span<UInt8>) {
        guard datagram.count >= 8 else { return nil }
        let addressLength: Int
        switch datagram.number32(4) {
        case 0: addressLength = 0
        case 1: addressLength = 4
        case 2: addressLength = 16
        default: return nil
        }
        let behind = 8 + addressLength
        guard datagram.count >= behind + 16 else { return nil }
        switch addressLength {
        case 4:
            let address = datagram.number32(8)
            agent = address > 0 ? .v4(IPv4Address(rawValue: address)) : nil
        case 16:
            let address = datagram.number128(8)
            agent = address > 0 ? .v6(IPv6Address(rawValue: address)) : nil
        default: agent = nil
        }
        subAgent = datagram.number32(behind)
        sequence = datagram.number32(behind + 4)
        uptime = datagram.number32(behind + 8)
        sampleCount = datagram.number32(behind + 12)
        length = behind + 16
    }
}

/// A block of sFlow: a sample, or a record of one. A number that says what it is, a length, and that many bytes.
struct SFlowBlock {
    /// 0 for those of the standard.
    let enterprise: UInt32
    let format: UInt32
    /// Bytes of the datagram.
    let content: Range<Int>

    /// `nil` where the block does not end before `end`.
    init?(_ datagram: Span<UInt8>, at position: Int, end: Int) {
        guard end - position >= 8 else { return nil }
        let tag = datagram.number32(position)
        (enterprise, format) = (tag >> 12, tag & 0xFFF)
        let length = Int(datagram.number32(position + 4))
        guard length <= end - position - 8 else { return nil }
        content = position + 8..<position + 8 + length
    }
}
