import NetworkTypes

/// A reason for which packets were not decoded, in the form in which they are counted.
package struct UndecodedReason: Hashable, Sendable {
    package let header: HeaderKind
    package let cause: Cause

    package enum Cause: Hashable, Sendable {
        case cut
        case malformed(StaticField)
        case unsupported(UInt32)
    }

    /// The name in coverage: `ipv4_cut`, `ipv4_total_length`, `ethertype_0x0806_arp`, `link_type_147`.
    package var name: String {
        switch cause {
        case .cut: return "\(header.rawValue)_cut"
        case .malformed(let field): return "\(header.rawValue)_\(field.rawValue)"
        case .unsupported(let number):
            switch header {
            case .etherType:
                return "ethertype_" + Self.hexadecimal(number, EtherType.name(UInt16(truncatingIfNeeded: number)))
            case .ppp: return "ppp_" + Self.hexadecimal(number, nil)
            default: return "\(header.rawValue)_\(number)"
            }
        }
    }

    private static func hexadecimal(_ number: UInt32, _ name: String?) -> String {
        let digits = String(number, radix: 16)
        let number = "0x" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return name.map { "\(number)_\($0)" } ?? number
    }
}
