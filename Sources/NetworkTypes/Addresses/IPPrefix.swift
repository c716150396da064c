/// An address block in CIDR notation (RFC 4632, RFC 4291 section 2.3); the bits behind its length are zero.
public struct IPPrefix: Hashable, Sendable {
    /// The first address of the block.
    public let address: IPAddress
    /// How many leading bits are fixed: 0 to 32 for IPv4, 0 to 128 for IPv6.
    public let length: Int

    /// The block of `length` bits that holds `address`; `nil` when the length does not fit the version.
    public init?(_ address: IPAddress, length: Int) {
        switch address {
        case .v4(let v4):
            guard (0...32).contains(length) else { return nil }
            let mask = length == 0 ? 0 : UInt32.max << UInt32(32 - length)
            self.address = .v4(IPv4Address(rawValue: v4.rawValue & mask))
        case .v6(let v6):
            guard (0...128).contains(length) else { return nil }
            let mask = length == 0 ? 0 : UInt128.max << UInt128(128 - length)
            self.address = .v6(IPv6Address(rawValue: v6.rawValue & mask))
        }
        self.length = length
    }

    /// The block that is one address.
    public init(_ address: IPAddress) {
        self.address = address
        switch address {
        case .v4: length = 32
        case .v6: length = 128
        }
    }

    /// Whether the block is a single address.
    public var isSingleAddress: Bool {
        switch address {
        case .v4: length == 32
        case .v6: length == 128
        }
    }
}

extension IPPrefix {
    /// What a text said.
    public struct Parsed {
        public let prefix: IPPrefix
        /// The address as stated, where bits behind the length had to be cleared to make it a prefix.
        public let statedAddress: IPAddress?

        public var hadHostBits: Bool { statedAddress != nil }
    }

    /// Reads `address` or `address/length`; `nil` when it is neither.
    public static func parse(_ text: some Collection<UInt8>) -> Parsed? {
        guard let slash = text.firstIndex(of: UInt8(ascii: "/")) else {
            return IPAddress(parsing: text).map { Parsed(prefix: IPPrefix($0), statedAddress: nil) }
        }
        guard let address = IPAddress(parsing: text[..<slash]),
            let length = decimal(text[text.index(after: slash)...]),
            let prefix = IPPrefix(address, length: length)
        else { return nil }
        return Parsed(prefix: prefix, statedAddress: prefix.address == address ? nil : address)
    }

    /// One to three decimal digits.
    private static func decimal(_ text: some Collection<UInt8>) -> Int? {
        guard (1...3).contains(text.count) else { return nil }
        var value = 0
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }
}

extension IPPrefix: CustomStringConvertible {
    public var description: String { "\(address)/\(length)" }
}
