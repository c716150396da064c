package import NetworkTypes

/// What makes packets one flow: the bidirectional 5-tuple, within one UTC hour, under one class.
package struct FlowKey: Hashable, Sendable {
    package var hour: Hour
    package var origin: IPAddress
    package var host: IPAddress
    package var transport: TransportProtocol
    package var hostPort: UInt16
    package var originPort: UInt16
    package var threatClass: ThreatClass

    package init(
        hour: Hour, origin: IPAddress, host: IPAddress, transport: TransportProtocol, hostPort: UInt16,
        originPort: UInt16, threatClass: ThreatClass
    ) {
        self.hour = hour
        self.origin = origin
        self.host = host
        self.transport = transport
        self.hostPort = hostPort
        self.originPort = originPort
        self.threatClass = threatClass
    }
}
