package import NetworkTypes

/// Addresses that are looked for among very many others: a bitmap tells most of those apart without hashing them.
package struct AddressSet: Sendable {
    private let addresses: Set<IPAddress>
    /// A bit for each address, at the highest bits of its code; others may have the same.
    private var bits: [UInt64]
    private let shift: UInt64

    /// Of so many bits one is set.
    private static var bitsOfAddress: Int { 16 }

    package init(_ addresses: Set<IPAddress>) {
        self.addresses = addresses
        let logarithm = min(max(6, Int.bitWidth - (addresses.count * Self.bitsOfAddress).leadingZeroBitCount), 32)
        bits = Array(repeating: 0, count: 1 << (logarithm - 6))
        shift = 64 - UInt64(logarithm)
        for address in addresses {
            let place = Int(Self.code(address) >> shift)
            bits[place >> 6] |= 1 << UInt64(place & 63)
        }
    }

    package func contains(_ address: IPAddress) -> Bool {
        let place = Int(Self.code(address) >> shift)
        return bits[place >> 6] >> UInt64(place & 63) & 1 != 0 && addresses.contains(address)
    }

    /// Spreads addresses beside each other.
    private static func code(_ address: IPAddress) -> UInt64 {
        switch address {
        case .v4(let address): UInt64(address.rawValue) &* 0x9E37_79B9_7F4A_7C15
        case .v6(let address):
            (UInt64(truncatingIfNeeded: address.rawValue) ^ UInt64(truncatingIfNeeded: address.rawValue >> 64) &* 31)
                &* 0x9E37_79B9_7F4A_7C15
        }
    }
}
