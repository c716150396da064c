package import NetworkTypes

/// The bidirectional 5-tuple: what makes observations one connection, in whatever hour and class.
///
/// Sorts by origin, host, protocol, host port and origin port, as flows do within their hour.
package struct FlowTuple: Hashable, Sendable {
    package let origin: IPAddress
    package let host: IPAddress
    package let transport: TransportProtocol
    package let hostPort: UInt16
    package let originPort: UInt16

    @inlinable
    package init(
        origin: IPAddress, host: IPAddress, transport: TransportProtocol, hostPort: UInt16, originPort: UInt16
    ) {
        (self.origin, self.host, self.transport) = (origin, host, transport)
        (self.hostPort, self.originPort) = (hostPort, originPort)
    }

    /// Whether it holds the non-first fragments between two ends: a protocol with ports, and none seen.
    package var isOfFragments: Bool { hostPort == 0 && originPort == 0 && transport.hasPorts }
}

extension FlowTuple: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        if left.origin != right.origin { return left.origin < right.origin }
        if left.host != right.host { return left.host < right.host }
        return (left.transport.rawValue, left.hostPort, left.originPort)
            < (right.transport.rawValue, right.hostPort, right.originPort)
    }
}

extension FlowKey {
    @inlinable
    package var tuple: FlowTuple {
        FlowTuple(origin: origin, host: host, transport: transport, hostPort: hostPort, originPort: originPort)
    }

    /// As `FlowTuple.isOfFragments`.
    package var isOfFragments: Bool { hostPort == 0 && originPort == 0 && transport.hasPorts }

    /// Whether two keys differ in nothing but the class.
    package func isSameTuple(as other: FlowKey) -> Bool {
        host == other.host && hostPort == other.hostPort && originPort == other.originPort
            && origin == other.origin && hour == other.hour && transport == other.transport
    }
}
