package import NetworkTypes

/// What is counted of a packet in a usual frame: IPv4, TCP or UDP, nothing odd. Plain numbers, a third of a `DecodedPacket`.
package struct UsualPacket: Sendable {
    package let source: IPv4Address
    package let destination: IPv4Address
    package let sourcePort: UInt16
    package let destinationPort: UInt16
    package let transport: TransportProtocol
    package let tcpFlags: TCPFlags
    /// As in `DecodedPacket`.
    package let length: UInt32
    /// As in `DecodedPacket`.
    package let payloadLength: UInt32
}

extension UsualPacket {
    package var roles: PacketRoles { PacketRoles(tcpFlags: tcpFlags, payloadLength: payloadLength) }
}

extension DecodedPacket {
    init(_ usual: UsualPacket) {
        self.init(
            source: .v4(usual.source), destination: .v4(usual.destination), transport: usual.transport,
            sourcePort: usual.sourcePort, destinationPort: usual.destinationPort, length: usual.length,
            payloadLength: usual.payloadLength, tcpFlags: usual.tcpFlags, roles: usual.roles)
    }
}
