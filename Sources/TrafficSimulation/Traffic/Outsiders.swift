import NetworkTypes

/// Addresses that a simulation draws for what matches nothing.
struct Outsiders {
    private let hosts: HostSpace
    private let listed4: Set<UInt32>
    private let internalNetworks: PrefixSet
    private let silent: [IPAddress]

    init(_ population: Population, internalNetworks: PrefixSet) {
        hosts = population.hosts
        listed4 = population.listed4
        silent = population.silent
        self.internalNetworks = internalNetworks
    }

    /// An address abroad that no entry names.
    func address(_ random: inout SeededGenerator) -> IPAddress {
        while true {
            let value = UInt32.random(in: 0x0B00_0000...0xDFFF_FFFF, using: &random)
            let address = IPv4Address(rawValue: value)
            if !listed4.contains(value), !internalNetworks.contains(address) { return .v4(address) }
        }
    }

    /// Any address of the internal network, whether a host of the census has it or not.
    func internalAddress(_ random: inout SeededGenerator) -> IPAddress {
        hosts.address4(UInt32(truncatingIfNeeded: random.next()))
    }

    /// An address that is listed and stays silent, where there is one.
    func silentAddress(_ random: inout SeededGenerator) -> IPAddress {
        silent.randomElement(using: &random) ?? address(&random)
    }
}
