import CensusExport
import CensusModel
import HourlyRollup
import NetworkTypes
import TextFormats

/// A flow as cyber-observable objects of STIX 2.1 (section 6): the addresses and the network traffic between them.
///
/// An identifier is made of what an object says (section 2.9), so the same address is the same object in every bundle.
struct STIXTraffic {
    struct Observable {
        let id: String
        let tree: JSONValue
    }

    /// The addresses, then the traffic.
    let objects: [Observable]

    init(_ flow: JudgedFlow, host: DisclosedHost, marking: String) {
        let origin = Self.address(IPPrefix(flow.key.origin), marking)
        let internalHost = host.network.map { Self.address($0, marking) }
        let traffic = Self.traffic(flow, origin: origin.id, host: internalHost?.id, marking)
        objects = [origin] + (internalHost.map { [$0] } ?? []) + [traffic]
    }

    /// An address, or a network in CIDR notation, as these objects may hold one.
    private static func address(_ prefix: IPPrefix, _ marking: String) -> Observable {
        let value = prefix.isSingleAddress ? "\(prefix.address)" : "\(prefix)"
        return observable(prefix.address.stixType, identifying: ["value": .text(value)], marking: marking)
    }

    /// The traffic from the end that began it to the other. A host of which only a pseudonym is told is left out.
    private static func traffic(_ flow: JudgedFlow, origin: String, host: String?, _ marking: String) -> Observable {
        let hostBegan = flow.initiator == .fromHost
        let (hostEnd, originEnd) = hostBegan ? ("src", "dst") : ("dst", "src")
        let key = flow.key
        let protocols: JSONValue = [.text(key.origin.stixProtocol), .text(key.transport.stixProtocol)]
        let identifying: JSONValue = [
            "start": .time(flow.record.firstSeen),
            "end": .time(flow.record.lastSeen),
            "\(hostEnd)_ref": JSONValue.optional(host, JSONValue.text),
            "\(originEnd)_ref": .text(origin),
            "\(hostEnd)_port": port(key.hostPort),
            "\(originEnd)_port": port(key.originPort),
            "protocols": protocols,
        ]
        return observable(
            "network-traffic", identifying: identifying,
            also: [
                "is_active": false,
                "\(hostEnd)_byte_count": .number(flow.fromHost.bytes),
                "\(originEnd)_byte_count": .number(flow.fromOrigin.bytes),
                "\(hostEnd)_packets": .number(flow.fromHost.packets),
                "\(originEnd)_packets": .number(flow.fromOrigin.packets),
            ], marking: marking)
    }

    private static func port(_ port: UInt16) -> JSONValue {
        port == 0 ? .null : .number(UInt64(port))
    }

    /// - Parameter identifying: the members that the identifier is made of, in any order.
    private static func observable(
        _ type: String, identifying: JSONValue, also others: JSONValue = [:], marking: String
    ) -> Observable {
        let name = identifying.withoutNulls.canonicalText
        let id = "\(type)--\(NamedIdentifier(name, in: .stixObservables))"
        let common: JSONValue = [
            "type": .text(type), "spec_version": "2.1",
            "id": .text(id), "object_marking_refs": [.text(marking)],
        ]
        return Observable(id: id, tree: common + identifying + others)
    }
}

extension IPAddress {
    /// The type of the object that holds the address.
    var stixType: String {
        if case .v4 = self { "ipv4-addr" } else { "ipv6-addr" }
    }

    fileprivate var stixProtocol: String {
        if case .v4 = self { "ipv4" } else { "ipv6" }
    }
}

extension TransportProtocol {
    /// The name, as the services of IANA write it; for one without a name what RFC 6335 leaves: its number.
    fileprivate var stixProtocol: String {
        self == .icmpv6 ? "ipv6-icmp" : description
    }
}
