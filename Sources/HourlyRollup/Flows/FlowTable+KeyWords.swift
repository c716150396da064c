extension FlowTable.Key {
    /// How many words a key has.
    static var wordCount: Int { Address.bitWidth <= 32 ? 4 : 8 }

    /// The key as numbers that compare, one after another, as flows are ordered: hour, origin (IPv4 before IPv6), host,
    /// protocol and ports, attribution, exporter.
    func word(_ number: Int) -> UInt64 {
        switch number {
        case 0: UInt64(UInt32(bitPattern: hour) ^ 1 << 31) << 1 | (origin.isVersion6 ? 1 : 0)
        case Self.wordCount - 2: UInt64(transport) << 32 | UInt64(ports)
        case Self.wordCount - 1: UInt64(attribution) << 32 | UInt64(exporter)
        default: ends(number - 1)
        }
    }

    /// Origin and host: both in one word for IPv4; else two words each, with the host's version between them.
    private func ends(_ number: Int) -> UInt64 {
        guard Address.bitWidth > 32 else {
            return UInt64(truncatingIfNeeded: origin) << 32 | UInt64(truncatingIfNeeded: host)
        }
        return switch number {
        case 0: UInt64(truncatingIfNeeded: origin >> 64)
        case 1: UInt64(truncatingIfNeeded: origin)
        case 2: host.isVersion6 ? 1 : 0
        case 3: UInt64(truncatingIfNeeded: host >> 64)
        default: UInt64(truncatingIfNeeded: host)
        }
    }
}
