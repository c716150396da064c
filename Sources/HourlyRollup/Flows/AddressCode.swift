import NetworkTypes

/// Addresses of either version as numbers of 128 bits, for flows whose ends are not both of IPv4.
///
/// An IPv4 address is held as the IPv4-mapped one (RFC 4291 section 2.5.5.2), which no decoded packet has: that would be
/// the IPv4 address already.
extension IPAddress {
    var code: UInt128 {
        switch self {
        case .v4(let address): UInt128.mappedPrefix << 32 | UInt128(address.rawValue)
        case .v6(let address): address.rawValue
        }
    }

    init(code: UInt128) {
        self =
            code.isMappedAddress
            ? .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: code))) : .v6(IPv6Address(rawValue: code))
    }
}

extension UInt128 {
    fileprivate static var mappedPrefix: UInt128 { 0xFFFF }

    var isMappedAddress: Bool { self >> 32 == Self.mappedPrefix }
}

extension FixedWidthInteger {
    /// Whether it stands for an address of IPv6, where addresses of both versions are held alike.
    var isVersion6: Bool { Self.bitWidth > 32 && !UInt128(truncatingIfNeeded: self).isMappedAddress }

    /// Whether an address comes before another: IPv4 before IPv6, and each numerically.
    @inline(__always)
    func isAddress(before other: Self) -> Bool {
        guard Self.bitWidth > 32, isVersion6 != other.isVersion6 else { return self < other }
        return other.isVersion6
    }
}
