import NetworkTypes

/// A reason for which packets were not decoded, in the form in which they are counted.
package struct UndecodedReason: Hashable, Sendable {
    package let header: HeaderKind
    package let cause: Cause

    package enum Cause: Hashable, Sendable {
        case cut
        case malformed(StaticField)
        case unsupported(UInt32)
        case notIP(NonIPKind)
    }

    /// The kind of a frame that holds no IP by its kind; `nil` for one that could have.
    package var nonIPKind: NonIPKind? {
        if case .notIP(let kind) = cause { kind } else { nil }
    }

    /// The name in coverage: `ipv4_cut`, `ipv4_total_length`, `ethertype_0x88b5`, `gre_0x883e`, `link_type_147`, `arp`.
    package var name: String {
        switch cause {
        case .cut: "\(header.rawValue)_cut"
        case .malformed(let field): "\(header.rawValue)_\(field.rawValue)"
        case .unsupported(let number): Self.name(header, number)
        case .notIP(let kind): kind.rawValue
        }
    }

    private static func name(_ header: HeaderKind, _ number: UInt32) -> String {
        switch header {
        case .etherType, .ppp, .gre: "\(header.rawValue)_\(hexadecimal(number))"
        case .ipProtocol where number == 50: "esp"
        default: "\(header.rawValue)_\(number)"
        }
    }

    private static func hexadecimal(_ number: UInt32) -> String {
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
