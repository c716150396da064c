/// The number in an IPv4 Protocol or IPv6 Next Header field (IANA "Protocol Numbers").
public struct TransportProtocol: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt8

    @inlinable @inline(__always)
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    @inlinable @inline(__always) public static var icmp: Self { Self(rawValue: 1) }
    @inlinable @inline(__always) public static var tcp: Self { Self(rawValue: 6) }
    @inlinable @inline(__always) public static var udp: Self { Self(rawValue: 17) }
    @inlinable @inline(__always) public static var dccp: Self { Self(rawValue: 33) }
    @inlinable @inline(__always) public static var icmpv6: Self { Self(rawValue: 58) }
    @inlinable @inline(__always) public static var sctp: Self { Self(rawValue: 132) }
    @inlinable @inline(__always) public static var udpLite: Self { Self(rawValue: 136) }

    /// Whether its header names ports.
    public var hasPorts: Bool {
        switch self {
        case .tcp, .udp, .dccp, .sctp, .udpLite: true
        default: false
        }
    }

    /// The names under which people know the common ones.
    private static let names: [UInt8: String] = [
        1: "icmp", 2: "igmp", 4: "ipip", 6: "tcp", 17: "udp", 33: "dccp", 41: "ipv6", 47: "gre", 50: "esp", 51: "ah",
        58: "icmp6", 89: "ospf", 103: "pim", 112: "vrrp", 132: "sctp", 136: "udplite",
    ]

    /// Reads a name or a number from 0 to 255.
    public init?(parsing text: some StringProtocol) {
        let text = text.lowercased()
        if let number: UInt8 = decimalNumber(text) {
            self.init(rawValue: number)
        } else if let number = Self.names.first(where: { $0.value == text })?.key {
            self.init(rawValue: number)
        } else {
            switch text {
            case "icmpv6", "ipv6-icmp": self = .icmpv6
            default: return nil
            }
        }
    }
}

extension TransportProtocol: CustomStringConvertible {
    /// The name, or the number where there is none.
    public var description: String { Self.names[rawValue] ?? String(rawValue) }
}
