extension IPv6Address {
    /// The IPv4 address that is meant by one in the prefix of address translators (64:ff9b::/96, RFC 6052 section 2.1) or by
    /// an IPv4-mapped one (RFC 4291 section 2.5.5.2); `nil` for any other.
    public var embeddedIPv4: IPv4Address? {
        let prefix = rawValue >> 32
        guard prefix == Self.translatorPrefix || prefix == Self.mappedPrefix else { return nil }
        return IPv4Address(rawValue: UInt32(truncatingIfNeeded: rawValue))
    }

    /// How long the prefixes are in which IPv4 addresses lie.
    public static var embeddingLength: Int { 96 }

    /// Where those prefixes begin.
    public static var embeddingPrefixes: [UInt128] { [translatorPrefix << 32, mappedPrefix << 32] }

    private static var translatorPrefix: UInt128 { 0x0064_FF9B << 64 }
    private static var mappedPrefix: UInt128 { 0xFFFF }
}

extension IPAddress {
    /// The address that is meant: IPv4 where one is embedded in IPv6.
    public var meant: IPAddress {
        guard case .v6(let address) = self, let embedded = address.embeddedIPv4 else { return self }
        return .v4(embedded)
    }
}
