import NetworkTypes

/// Writes the flows of an hour as one of the flow logs, in the order in which they end.
struct FlowLogEncoder: Sendable {
    let log: SimulatedLog
    private var netFlow: NetFlowV9Encoder
    private var ipfix = IPFIXEncoder()
    private var zeek = ZeekEncoder()

    /// - Parameter start: the beginning of the traffic in Unix seconds, an hour before which the exporter began.
    init(_ log: SimulatedLog, start: Int64) {
        self.log = log
        netFlow = NetFlowV9Encoder(began: start - 3_600)
    }

    /// What a file begins with.
    var header: [UInt8] {
        switch log {
        case .netflow9: NetFlowV9Encoder.header
        case .ipfix: []
        case .nfcapd: NfcapdEncoder.header
        case .zeek: ZeekEncoder.header
        }
    }

    mutating func write(_ flows: [SimulatedFlow], to bytes: inout [UInt8]) {
        switch log {
        case .netflow9: netFlow.write(flows, to: &bytes)
        case .ipfix: ipfix.write(flows, to: &bytes)
        case .nfcapd: NfcapdEncoder.write(flows, to: &bytes)
        case .zeek: zeek.write(flows, to: &bytes)
        }
    }
}

/// One direction of a flow: what formats have a record for that tell of one direction each.
struct SimulatedDirection {
    let source: Endpoint
    let destination: Endpoint
    let sent: SimulatedFlow.Sent
    let transport: TransportProtocol
    /// Type and code of ICMP.
    let icmp: UInt16?

    /// The directions of a flow in which something was sent.
    static func of(_ flow: SimulatedFlow) -> [Self] {
        let forward = Self(
            source: flow.source, destination: flow.destination, sent: flow.forward, transport: flow.transport,
            icmp: flow.icmp?.source)
        let reverse = Self(
            source: flow.destination, destination: flow.source, sent: flow.reverse, transport: flow.transport,
            icmp: flow.icmp?.destination)
        return flow.reverse.packets > 0 ? [forward, reverse] : [forward]
    }

    var isIPv6: Bool { if case .v6 = source.address { true } else { false } }

    /// The ports; of ICMP the second is type and code.
    var ports: (source: UInt16, destination: UInt16) {
        icmp.map { (0, $0) } ?? (source.port, destination.port)
    }
}

extension WireBytes {
    mutating func append64(_ value: UInt64) {
        append32(UInt32(truncatingIfNeeded: value >> 32))
        append32(UInt32(truncatingIfNeeded: value))
    }

    mutating func append(_ address: IPAddress) {
        switch address {
        case .v4(let address): append32(address.rawValue)
        case .v6(let address): append128(address.rawValue)
        }
    }

    /// A set of templates or of data (RFC 3954 section 5, RFC 7011 section 3.3), padded to 32 bits.
    mutating func appendSet(_ id: UInt16, _ content: [UInt8]) {
        let padding = (4 - content.count % 4) % 4
        append16(id)
        append16(UInt16(4 + content.count + padding))
        append(content + [UInt8](repeating: 0, count: padding))
    }

    /// A template's record: its number, and elements with their lengths.
    static func template(_ id: UInt16, _ fields: [(element: UInt16, length: UInt16)]) -> [UInt8] {
        var record = WireBytes()
        record.append16(id)
        record.append16(UInt16(fields.count))
        for field in fields {
            record.append16(field.element)
            record.append16(field.length)
        }
        return record.bytes
    }
}
