package import NetworkTypes

/// What a notice says of internal addresses.
package enum HostDisclosure: Sendable {
    /// The address itself.
    case show
    /// The network around it: /24 of IPv4, /48 of IPv6.
    case prefix
    /// A name in its place.
    case pseudonym(HostPseudonyms)

    private static let prefixLength4 = 24
    private static let prefixLength6 = 48

    func disclosed(_ host: IPAddress) -> DisclosedHost {
        switch self {
        case .show: return .network(IPPrefix(host))
        case .prefix:
            let length = if case .v4 = host { Self.prefixLength4 } else { Self.prefixLength6 }
            guard let network = IPPrefix(host, length: length) else { return .pseudonym("withheld") }
            return .network(network)
        case .pseudonym(let pseudonyms): return .pseudonym(pseudonyms.name(of: host))
        }
    }

    /// The address, the network, or the name in its place.
    package func text(of host: IPAddress) -> String { disclosed(host).text }

    /// Whether hosts are shown in full.
    package var isOpen: Bool { if case .show = self { true } else { false } }

    /// What the covering text says about it.
    package var explanation: String {
        switch self {
        case .show: "Addresses of our hosts are given in full."
        case .prefix: "Addresses of our hosts are given as the network around them, /24 or for IPv6 /48."
        case .pseudonym:
            "Our hosts are given as pseudonyms: the same name is the same host. Please quote them when you ask us about one."
        }
    }
}

/// An internal host as a notice shows it.
enum DisclosedHost: Equatable, Sendable {
    /// Its address, or the network that it lies in.
    case network(IPPrefix)
    case pseudonym(String)

    /// The address, the network with its length, or the name.
    var text: String {
        switch self {
        case .network(let network): network.isSingleAddress ? "\(network.address)" : "\(network)"
        case .pseudonym(let name): name
        }
    }

    /// What formats take that want an address; `nil` where there is but a name.
    var network: IPPrefix? {
        if case .network(let network) = self { network } else { nil }
    }
}
