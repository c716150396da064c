import TrafficSimulation

/// A list of random public addresses, and prefixes of 20 to 28 bits.
struct BenchmarkList {
    let addresses: [UInt32]
    private let prefixes: [(address: UInt32, length: Int)]
    private let listed: Set<UInt32>
    /// The blocks of 256 addresses that prefixes touch.
    private let touched: Set<UInt32>

    init(addresses count: Int, prefixes prefixCount: Int) {
        var random = SeededGenerator(seed: 13_408)
        addresses = (0..<count).map { _ in publicAddress(&random) }
        prefixes = (0..<prefixCount).map { _ in
            let length = Int.random(in: 20...28, using: &random)
            let hostBits = UInt32(32 - length)
            return ((publicAddress(&random) >> hostBits) << hostBits, length)
        }
        listed = Set(addresses)
        touched = Set(
            prefixes.flatMap { prefix in
                let blocks = UInt32(1) << UInt32(max(0, 24 - prefix.length))
                return (0..<blocks).map { prefix.address >> 8 + $0 }
            })
    }

    /// Whether an entry names an address; with `orTouches`, also whether a prefix names one near it.
    func names(_ address: UInt32, orTouches: Bool) -> Bool {
        listed.contains(address) || orTouches && touched.contains(address >> 8)
    }

    /// The public blocks of 256, of which the list names none, whose products with the golden ratio agree with that of a
    /// listed block in the leading bits: as many bits as a bitmap of 32 bits an address is indexed by.
    var collidingBlocks: [UInt32] {
        let shift = UInt64((max(addresses.count, 128) * 32 - 1).leadingZeroBitCount)
        let place = { (block: UInt32) in (UInt64(block) &* 0x9E37_79B9_7F4A_7C15) >> shift }
        let blocks = Set(addresses.map { $0 >> 8 })
        let taken = Set(blocks.map(place))
        return (0x0B_0000...0xDF_FFFF).filter { block in
            isPublic(block << 8) && !blocks.contains(block) && taken.contains(place(block))
        }
    }

    var text: String {
        var text = ""
        for address in addresses { text += dotted(address) + "\n" }
        for (address, length) in prefixes { text += "\(dotted(address))/\(length)\n" }
        return text
    }

    private func dotted(_ address: UInt32) -> String {
        "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
    }
}

/// An address that can be an origin: outside the networks that are internal by default, and of no special purpose.
func publicAddress(_ random: inout SeededGenerator) -> UInt32 {
    while true {
        let address = UInt32.random(in: 0x0B00_0000...0xDFFF_FFFF, using: &random)
        if isPublic(address) { return address }
    }
}

/// Whether an address between 11.0.0.0 and 223.255.255.255 lies outside the internal networks and may be listed.
func isPublic(_ address: UInt32) -> Bool {
    address >> 24 != 127 && address >> 8 != 0xC0_0000 && address >> 20 != 0xAC1 && address >> 16 != 0xC0A8
        && address >> 16 != 0xA9FE && address >> 22 != 0x191
}
