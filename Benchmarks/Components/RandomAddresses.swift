import NetworkTypes
import TrafficSimulation

/// Addresses that are the same in every run.
struct RandomAddresses {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// An IPv4 address outside the networks that are internal by default: 11.0.0.0 to 99.255.255.255.
    mutating func outside() -> IPv4Address {
        IPv4Address(rawValue: UInt32.random(in: 0x0B00_0000..<0x6400_0000, using: &random))
    }

    /// An IPv6 address of 2a00::/8.
    mutating func outside6() -> IPv6Address {
        IPv6Address(rawValue: 0x2A00 << 112 | UInt128(random.next() >> 8) << 56 | UInt128(random.next() >> 8))
    }

    /// A prefix of 20 to 28 bits around such an address.
    mutating func prefix() -> IPPrefix {
        let address = outside()
        let length = Int.random(in: 20...28, using: &random)
        return IPPrefix(.v4(address), length: length) ?? IPPrefix(.v4(address))
    }
}
