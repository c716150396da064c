import NetworkTypes

/// The short way through the most common headers: Ethernet, IPv4 without options, TCP or UDP that is not a tunnel's, whole and
/// without anything odd, for the frames that match.
///
/// Gives what the long way gives, or nothing; a test holds both against each other.
enum UsualFrame {
    private static let transportStart = EthernetHeader.length + IPv4Header.minimumLength

    /// The packet of an Ethernet frame; `nil` when it has to be decoded header by header.
    static func packet(_ frame: Span<UInt8>, originalLength: Int, followsTunnels: Bool) -> UsualPacket? {
        guard frame.count >= transportStart + UDPHeader.length, frame.number16(12) == EtherType.ipv4,
            frame[14] == 0x45, frame.number16(20) & 0x1FFF == 0
        else { return nil }
        let totalLength = Int(frame.number16(16))
        guard totalLength >= IPv4Header.minimumLength, EthernetHeader.length + totalLength <= originalLength else {
            return nil
        }
        let stated = totalLength - IPv4Header.minimumLength
        let present = min(frame.count - transportStart, stated)
        let payloadLength: Int
        var flags = TCPFlags(rawValue: 0)
        let transport = TransportProtocol(rawValue: frame[23])
        switch transport {
        case .tcp:
            guard present >= TCPHeader.minimumLength else { return nil }
            let headerLength = Int(frame[transportStart + 12] >> 4) * 4
            guard headerLength >= TCPHeader.minimumLength, headerLength <= stated else { return nil }
            flags = TCPFlags(header: frame[transportStart + 13])
            payloadLength = stated - headerLength
        case .udp:
            guard present >= UDPHeader.length else { return nil }
            let length = Int(frame.number16(transportStart + 4))
            guard length >= UDPHeader.length, length <= stated else { return nil }
            payloadLength = length - UDPHeader.length
        default: return nil
        }
        let sourcePort = frame.number16(transportStart)
        let destinationPort = frame.number16(transportStart + 2)
        if followsTunnels, transport == .udp, Tunnel.isTunnel(source: sourcePort, destination: destinationPort) {
            return nil
        }
        return UsualPacket(
            source: IPv4Address(rawValue: frame.number32(26)), destination: IPv4Address(rawValue: frame.number32(30)),
            sourcePort: sourcePort, destinationPort: destinationPort, transport: transport, tcpFlags: flags,
            length: UInt32(truncatingIfNeeded: totalLength), payloadLength: UInt32(truncatingIfNeeded: payloadLength))
    }
}
