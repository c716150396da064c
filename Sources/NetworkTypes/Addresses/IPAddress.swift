/// An address of either version; IPv4 sorts before IPv6, and each numerically.
public enum IPAddress: Hashable, Sendable {
    case v4(IPv4Address)
    case v6(IPv6Address)

    /// Reads either text form; `nil` when it is neither.
    public init?(parsing text: some Sequence<UInt8>) {
        if let address = IPv4Address(parsing: text) {
            self = .v4(address)
        } else if let address = IPv6Address(parsing: text) {
            self = .v6(address)
        } else {
            return nil
        }
    }
}

extension IPAddress: Comparable {
    public static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.v4(let left), .v4(let right)): left < right
        case (.v6(let left), .v6(let right)): left < right
        case (.v4, .v6): true
        case (.v6, .v4): false
        }
    }
}

extension IPAddress: UTF8Writable {
    public static var maximumTextLength: Int { IPv6Address.maximumTextLength }

    public func write(to text: inout OutputSpan<UInt8>) {
        switch self {
        case .v4(let address): address.write(to: &text)
        case .v6(let address): address.write(to: &text)
        }
    }
}
