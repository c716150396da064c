package import NetworkTypes

/// Who tells of flows: a device or program that wrote a flow log, or the packets themselves, which all captures and sniffers
/// saw together.
///
/// A plain number, so that a flow costs no reference for it: a device's address, or for a program up to 15 bytes of its name
/// behind a first byte that addresses of devices do not have (ff00::/8 is multicast, RFC 4291 section 2.7).
package struct Exporter: BitwiseCopyable, Hashable, Sendable {
    /// 0 for packets: the unspecified address, which no device has.
    package let code: UInt128

    /// One by the number that is kept of it.
    package init(code: UInt128) {
        self.code = code
    }

    /// Packets that captures and sniffers saw.
    package static var packets: Exporter { Exporter(code: 0) }

    /// Devices that are not told apart: those that nobody named, and those beyond the number that is.
    package static var others: Exporter { Exporter(program: "others") }

    /// A device, by the address that its records came from or name.
    package init(_ address: IPAddress) {
        switch address.meant {
        case .v4(let address): code = Self.mappedPrefix << 32 | UInt128(address.rawValue)
        case .v6(let address) where address.rawValue == 0 || address.rawValue >> 120 == Self.programMark:
            // No device has such an address: a forger may state it, and gets a name for it.
            self = Exporter(program: "unnamed")
        case .v6(let address): code = address.rawValue
        }
    }

    /// A program whose logs name no device, by a short name.
    package init(program name: String) {
        var bits = Self.programMark
        let bytes = name.utf8.prefix(Self.longestName)
        for byte in bytes { bits = bits << 8 | UInt128(byte) }
        code = bits << UInt128(8 * (Self.longestName - bytes.count))
    }

    package var isPackets: Bool { code == 0 }

    /// The device's address; `nil` for a program, and for packets.
    package var address: IPAddress? {
        guard code != 0, code >> 120 != Self.programMark else { return nil }
        return IPv6Address(rawValue: code).embeddedIPv4.map { .v4($0) } ?? .v6(IPv6Address(rawValue: code))
    }

    /// The address or the program's name; empty for packets.
    package var name: String {
        if let address { return "\(address)" }
        guard code != 0 else { return "" }
        let bytes = (0..<Self.longestName).map { UInt8(truncatingIfNeeded: code >> UInt128(112 - 8 * $0)) }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static var mappedPrefix: UInt128 { 0xFFFF }
    private static var programMark: UInt128 { 0xFF }
    private static var longestName: Int { 15 }
}

extension Exporter: Comparable {
    /// Packets come first, then devices by address, IPv4 before IPv6, then programs by name.
    package static func < (left: Self, right: Self) -> Bool { left.order < right.order }

    private var order: (UInt8, UInt128) {
        switch address {
        case nil: (isPackets ? 0 : 3, code)
        case .v4: (1, code)
        case .v6: (2, code)
        }
    }
}
