import NetworkTypes

/// The internal hosts by number, and the address of each: scattered over the internal networks, no address twice.
struct HostSpace: Equatable {
    /// Hosts affected from abroad that have IPv4.
    let called4: Range<Int>
    /// Hosts affected by domestic origins; half of them from abroad too.
    let domestic: Range<Int>
    let assets: Range<Int>
    /// All hosts that have IPv4, in this order: called from abroad, by domestic origins alone, bystanders, assets.
    let all4: Range<Int>
    /// Hosts that have IPv6, all affected from abroad. Their numbers go on behind those of IPv4.
    let called6: Range<Int>

    private let network4: IPv4Address
    private let mask4: UInt32
    private let network6: UInt128

    init(called4: Int, called6: Int, domestic: Int, bystanders: Int, assets: Int, networks: [String])
        throws(TrafficPlanProblem)
    {
        let shared = min(domestic / 2, called4)
        self.called4 = 0..<called4
        self.domestic = called4 - shared..<called4 - shared + domestic
        let assetStart = self.domestic.upperBound + bystanders
        self.assets = assetStart..<assetStart + assets
        all4 = 0..<self.assets.upperBound
        self.called6 = all4.upperBound..<all4.upperBound + called6
        (network4, mask4, network6) = try Self.networks(networks, hosts4: all4.count, needsIPv6: called6 > 0)
    }

    var count: Int { called6.upperBound }

    /// The network of IPv4, the bits of its hosts, and the network of IPv6.
    private static func networks(
        _ texts: [String], hosts4: Int, needsIPv6: Bool
    ) throws(TrafficPlanProblem) -> (IPv4Address, UInt32, UInt128) {
        var first: (IPv4Address, UInt32)?
        var second: UInt128?
        for text in texts {
            guard let prefix = IPPrefix.parse(text.utf8)?.prefix else {
                throw TrafficPlanProblem("internal: '\(text)' is not a network")
            }
            switch prefix.address {
            case .v4(let address) where first == nil && prefix.length >= 8:
                first = (address, UInt32(truncatingIfNeeded: UInt64(1) << UInt64(32 - prefix.length)) - 1)
            case .v6(let address) where second == nil && (8...64).contains(prefix.length): second = address.rawValue
            default: throw TrafficPlanProblem("internal: '\(text)' is a second network, or not from /8 to /64")
            }
        }
        guard let (network, mask) = first else { throw TrafficPlanProblem("internal: there is no network of IPv4") }
        guard hosts4 <= Int(mask) else {
            throw TrafficPlanProblem("internal: \(network) has no room for \(hosts4) hosts")
        }
        guard let second = second ?? (needsIPv6 ? nil : 0) else {
            throw TrafficPlanProblem("internal: there is no network of IPv6")
        }
        return (network, mask, second)
    }

    /// Multiplying by an odd number permutes what so many bits hold.
    func address(of host: Int) -> IPAddress {
        guard host >= all4.upperBound else {
            return address4(UInt32(truncatingIfNeeded: host + 1) &* 0x9E37_79B1)
        }
        let interface = scramble(UInt64(host))
        return .v6(IPv6Address(rawValue: network6 | UInt128(interface)))
    }
}

extension HostSpace {
    /// The address of IPv4 with these bits behind those of the network.
    func address4(_ bits: UInt32) -> IPAddress {
        .v4(IPv4Address(rawValue: network4.rawValue | bits & mask4))
    }
}

/// A number that looks random and is another one for every number: the finish of SplitMix64.
func scramble(_ number: UInt64) -> UInt64 {
    var generator = SeededGenerator(seed: number)
    return generator.next()
}
