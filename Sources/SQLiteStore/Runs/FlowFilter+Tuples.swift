import CensusModel
import FlowRuns
import NetworkTypes

extension FlowFilter {
    /// Between which 5-tuples its flows lie.
    var tuples: TupleRange {
        guard let origins else { return TupleRange(from: start) }
        var first = FlowTuple(first: origins.lowerBound, Self.firstAddress)
        var end = origins.upperBound.successor.map { FlowTuple(first: $0, Self.firstAddress) }
        if origins.lowerBound == origins.upperBound, let hosts {
            first = FlowTuple(first: origins.lowerBound, hosts.lowerBound)
            end = hosts.upperBound.successor.map { FlowTuple(first: origins.upperBound, $0) } ?? end
        }
        return TupleRange(from: start.map { max($0, first) } ?? first, before: end)
    }

    /// Whether not all flows of its hours between these 5-tuples are its own.
    var asksMoreThanTuples: Bool {
        let isOfOneOrigin = origins.map { $0.lowerBound == $0.upperBound } ?? false
        return hosts != nil && !isOfOneOrigin || namedOrigins != nil || namedHosts != nil
    }

    private static let firstAddress = IPAddress.v4(IPv4Address(rawValue: 0))
}

extension FlowTuple {
    /// The first there can be of two ends.
    fileprivate init(first origin: IPAddress, _ host: IPAddress) {
        self.init(
            origin: origin, host: host, transport: TransportProtocol(rawValue: 0), hostPort: 0, originPort: 0)
    }
}

extension IPAddress {
    /// The address behind it, those of IPv6 behind those of IPv4; `nil` for the last one.
    fileprivate var successor: IPAddress? {
        switch self {
        case .v4(let address):
            address.rawValue == .max
                ? .v6(IPv6Address(rawValue: 0)) : .v4(IPv4Address(rawValue: address.rawValue + 1))
        case .v6(let address): address.rawValue == .max ? nil : .v6(IPv6Address(rawValue: address.rawValue + 1))
        }
    }
}
