import NetworkTypes

/// The packets of which simulated conversations are made.
enum PacketKind: Int, CaseIterable {
    case syn, synAck, ack, finAck, rst, rstAck
    /// TCP with a little, some and a lot of payload.
    case message, request, response
    case datagram, reply
    case ping, pong
    /// ICMP port unreachable, which quotes a `datagram`. Over IPv4 alone, as `ping` and `pong`.
    case unreachable
    /// A frame without an IP packet.
    case arp

    /// Bytes that the transport carries for its application.
    var payloadLength: Int {
        switch self {
        case .message: 48
        case .request: 220
        case .response: 1_180
        case .datagram: 40
        case .reply: 212
        default: 0
        }
    }

    /// The header bits; none for what is not TCP.
    var flags: TCPFlags {
        switch self {
        case .syn: .syn
        case .synAck: [.syn, .ack]
        case .ack: .ack
        case .finAck: [.fin, .ack]
        case .rst: .rst
        case .rstAck: [.rst, .ack]
        case .message, .request, .response: [.psh, .ack]
        default: []
        }
    }

    var transport: TransportProtocol {
        switch self {
        case .datagram, .reply: .udp
        case .ping, .pong, .unreachable: .icmp
        default: .tcp
        }
    }

    /// The IP packet's length as its header states it, in bytes.
    func length(overIPv6: Bool) -> Int {
        let header = overIPv6 ? 40 : 20
        switch transport {
        case .udp: return header + 8 + payloadLength
        case .icmp: return header + 8 + (self == .unreachable ? 28 : Self.echoLength)
        default: return self == .arp ? 0 : header + 20 + payloadLength
        }
    }

    /// Bytes of data in an echo.
    static let echoLength = 32
}
