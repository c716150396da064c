package import Digests
package import NetworkTypes

/// Names for internal hosts that tell them apart and do not tell who they are.
///
/// A name is HMAC-SHA-256 (RFC 2104) over the address, cut to 80 bits: the same key gives a host the same name in every
/// notice. A plain hash would be undone by trying all addresses; without the key there is nothing to try. Among 10
/// million hosts two share a name with a probability under 1 in 10 billion.
package struct HostPseudonyms: Sendable {
    private let key: SymmetricKey
    /// How many bytes of the code a name has.
    private static let length = 10

    package init(key: SymmetricKey) {
        self.key = key
    }

    package func name(of host: IPAddress) -> String {
        let code = key.authenticationCode(for: Self.message(host))
        return "host-" + code.prefix(Self.length).hexadecimal
    }

    /// The version and the bytes of an address, behind words that no other use of the key has before its message.
    private static func message(_ host: IPAddress) -> [UInt8] {
        let purpose = Array("flowcensus internal host ".utf8)
        switch host {
        case .v4(let address): return purpose + [4] + bytes(of: address.rawValue)
        case .v6(let address): return purpose + [6] + bytes(of: address.rawValue)
        }
    }

    private static func bytes<Value: FixedWidthInteger>(of value: Value) -> [UInt8] {
        stride(from: Value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> Value($0)) }
    }
}
