import NetworkTypes

/// Hands out addresses abroad: each country has networks of its own, from which its origins come.
struct OriginAddresses {
    private var random: SeededGenerator
    /// The networks of /16 that were given to a country.
    private var takenNetworks: Set<UInt32> = []
    private(set) var taken4: Set<UInt32> = []
    private var taken6: Set<UInt128> = []
    private let internalNetworks: PrefixSet
    /// The networks of every country so far, IPv4 and one of IPv6.
    private(set) var networks: [(prefix: IPPrefix, country: Int)] = []
    /// For a country the first sixteen bits of its networks.
    private var blocks: [Int: [UInt32]] = [:]

    /// One network for so many origins.
    private static let originsPerNetwork = 64

    init(internalNetworks: PrefixSet, seed: UInt64) {
        self.internalNetworks = internalNetworks
        random = SeededGenerator(seed: seed)
    }

    /// Gives a country networks enough for so many origins.
    mutating func settle(_ country: Int, origins: Int) throws(TrafficPlanProblem) {
        var own: [UInt32] = []
        for _ in 0...origins / Self.originsPerNetwork {
            // 52,000 networks or so are there to be had; the last ones would be looked for forever.
            guard takenNetworks.count < 40_000 else { throw TrafficPlanProblem("countries: too many origins") }
            let network = unusedNetwork()
            own.append(network)
            networks.append((Self.prefix(.v4(IPv4Address(rawValue: network << 16)), 16), country))
        }
        blocks[country] = own
        networks.append((Self.prefix(.v6(IPv6Address(rawValue: Self.network6(country))), 48), country))
    }

    private static func prefix(_ address: IPAddress, _ length: Int) -> IPPrefix {
        IPPrefix(address, length: length) ?? IPPrefix(address)
    }

    /// 2a00:1::/32 and its neighbours hold a network of /48 for each country.
    private static func network6(_ country: Int) -> UInt128 { (0x2A00_0001_0000 + UInt128(country)) << 80 }

    private mutating func unusedNetwork() -> UInt32 {
        while true {
            let network = publicAddress() >> 16
            let prefix = Self.prefix(.v4(IPv4Address(rawValue: network << 16)), 16)
            if internalNetworks.relation(to: prefix) == .apart, takenNetworks.insert(network).inserted {
                return network
            }
        }
    }

    /// An address outside of what is internal or of a special purpose.
    mutating func publicAddress() -> UInt32 {
        while true {
            let address = UInt32.random(in: 0x0B00_0000...0xDFFF_FFFF, using: &random)
            let isSpecial = Self.special.contains(.v4(IPv4Address(rawValue: address)))
            if !isSpecial, !internalNetworks.contains(.v4(IPv4Address(rawValue: address))) { return address }
        }
    }

    /// Networks of which none can be an origin's whole /16, and those that are documentation's or private.
    private static let special = PrefixSet(
        [
            "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/16", "192.31.0.0/16",
            "192.52.0.0/16", "192.88.0.0/16", "192.168.0.0/16", "192.175.0.0/16", "198.18.0.0/15", "198.51.0.0/16",
            "203.0.0.0/16",
        ].compactMap { IPPrefix.parse($0.utf8)?.prefix })

    /// A new address of a country.
    mutating func next4(in country: Int) -> IPAddress {
        let own = blocks[country] ?? []
        while true {
            guard let network = own.randomElement(using: &random) else { preconditionFailure("no networks yet") }
            let address = network << 16 | UInt32.random(in: 1...0xFFFE, using: &random)
            if taken4.insert(address).inserted { return .v4(IPv4Address(rawValue: address)) }
        }
    }

    mutating func next6(in country: Int) -> IPAddress {
        while true {
            let address = Self.network6(country) | UInt128(random.next())
            if taken6.insert(address).inserted { return .v6(IPv6Address(rawValue: address)) }
        }
    }

    /// A new address of no country's networks.
    mutating func nextElsewhere() -> IPAddress {
        while true {
            let address = publicAddress()
            guard !takenNetworks.contains(address >> 16) else { continue }
            if taken4.insert(address).inserted { return .v4(IPv4Address(rawValue: address)) }
        }
    }
}
