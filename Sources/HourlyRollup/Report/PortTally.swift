import CensusModel
package import NetworkTypes

/// A port of an origin, or a protocol without ports, at which hosts met it.
package struct OriginPort: Equatable, Sendable {
    package let transport: TransportProtocol
    /// 0 for a protocol without ports.
    package let port: UInt16
    /// How many flows hosts began there.
    package let flows: UInt64

    package init(transport: TransportProtocol, port: UInt16, flows: UInt64) {
        (self.transport, self.port, self.flows) = (transport, port, flows)
    }
}

/// At which ports of a source of threat hosts began flows that affected them, as long as the ports are few: of more none is kept, so
/// that it makes no difference in which order flows come and in which parts.
struct PortTally: Sendable {
    private var ports: [OriginPort] = []
    private(set) var isOverfull = false

    private static let most = 64

    mutating func add(_ transport: TransportProtocol, _ port: UInt16, flows: UInt64 = 1) {
        guard !isOverfull else { return }
        // Most flows are at the first one.
        if let place = ports.firstIndex(where: { $0.port == port && $0.transport == transport }) {
            ports[place] = OriginPort(transport: transport, port: port, flows: ports[place].flows + flows)
        } else {
            ports.append(OriginPort(transport: transport, port: port, flows: flows))
            if ports.count > Self.most { (ports, isOverfull) = ([], true) }
        }
    }

    mutating func merge(_ other: PortTally) {
        for port in other.ports { add(port.transport, port.port, flows: port.flows) }
        if other.isOverfull { (ports, isOverfull) = ([], true) }
    }

    /// Those with the most flows first; none where there are too many.
    var leading: [OriginPort] {
        ports.sorted { left, right in
            (right.flows, left.transport.rawValue, left.port) < (left.flows, right.transport.rawValue, right.port)
        }
    }
}
