extension FlowTable.Key {
    /// How many words a key has.
    static var wordCount: Int { Address.bitWidth <= 32 ? 4 : 7 }

    /// The key as numbers that compare, one after another, as flows are ordered: hour, origin, host, protocol and ports,
    /// attribution.
    func word(_ number: Int) -> UInt64 {
        switch number {
        case 0: UInt64(UInt32(bitPattern: hour) ^ 1 << 31)
        case Self.wordCount - 2: UInt64(transport) << 32 | UInt64(ports)
        case Self.wordCount - 1: UInt64(attribution)
        default: ends(number - 1)
        }
    }

    /// Origin and host: both in one word for IPv4, two words each for IPv6.
    private func ends(_ number: Int) -> UInt64 {
        guard Address.bitWidth > 32 else {
            return UInt64(truncatingIfNeeded: origin) << 32 | UInt64(truncatingIfNeeded: host)
        }
        let address = number < 2 ? origin : host
        return UInt64(truncatingIfNeeded: number & 1 == 0 ? address >> 64 : address)
    }
}
