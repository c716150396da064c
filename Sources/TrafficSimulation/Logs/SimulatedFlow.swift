import NetworkTypes

/// What one packet after another of a simulated flow adds up to, as a meter keeps it: the end that sent first, and what each
/// end sent.
struct SimulatedFlow {
    /// What one end sent.
    struct Sent {
        var packets: UInt64 = 0
        /// Bytes of IP packets.
        var bytes: UInt64 = 0
        var payloadBytes: UInt64 = 0
        var flags: TCPFlags = []
        /// Whether a SYN without ACK, a SYN with ACK, or one of FIN and RST was among the packets.
        var hasOpened = false
        var hasAnswered = false
        /// Microseconds since 1970.
        var first: UInt64 = 0
        var last: UInt64 = 0

        mutating func add(_ kind: PacketKind, overIPv6: Bool, at time: UInt64) {
            if packets == 0 { first = time }
            last = time
            packets += 1
            bytes += UInt64(kind.length(overIPv6: overIPv6))
            payloadBytes += UInt64(kind.payloadLength)
            flags.formUnion(kind.flags)
            if kind == .syn { hasOpened = true }
            if kind == .synAck { hasAnswered = true }
        }
    }

    /// The end that sent the first packet, and the other one.
    let source: Endpoint
    let destination: Endpoint
    let transport: TransportProtocol
    /// Type and code of the first message of each end; `nil` for what is not ICMP.
    private(set) var icmp: (source: UInt16, destination: UInt16)?
    private(set) var forward = Sent()
    private(set) var reverse = Sent()

    init(from source: Endpoint, to destination: Endpoint, _ kind: PacketKind) {
        (self.source, self.destination, transport) = (source, destination, kind.transport)
        if kind.transport == .icmp { icmp = (kind.icmpType, PacketKind.pong.icmpType) }
    }

    var isIPv6: Bool { if case .v6 = source.address { true } else { false } }
    /// Microseconds since 1970.
    var first: UInt64 { forward.first }
    var last: UInt64 { max(forward.last, reverse.last) }

    mutating func add(_ kind: PacketKind, isFromSource: Bool, at time: UInt64) {
        if isFromSource {
            forward.add(kind, overIPv6: isIPv6, at: time)
        } else {
            reverse.add(kind, overIPv6: isIPv6, at: time)
        }
    }
}

extension PacketKind {
    /// Type and code as one number (RFC 792).
    fileprivate var icmpType: UInt16 {
        switch self {
        case .ping: 0x0800
        case .unreachable: 0x0303
        default: 0
        }
    }
}
