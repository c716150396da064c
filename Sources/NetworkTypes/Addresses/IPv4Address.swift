/// An IPv4 address (RFC 791), in host byte order so that addresses compare as numbers.
public struct IPv4Address: Hashable, Comparable, Sendable {
    public let rawValue: UInt32

    @inlinable @inline(__always)
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Reads dotted-quad text: four decimal octets without leading zeros, as `inet_pton(3)` does.
    ///
    /// Returns `nil` for anything else; octal, hexadecimal and short forms are no addresses here.
    public init?(parsing text: some Sequence<UInt8>) {
        var address: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var octets = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard digits == 0 || octet > 0 else { return nil }
                octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
                digits += 1
                guard octet <= 255 else { return nil }
            case UInt8(ascii: "."):
                guard digits > 0, octets < 3 else { return nil }
                address = address << 8 | octet
                (octet, digits) = (0, 0)
                octets += 1
            default:
                return nil
            }
        }
        guard digits > 0, octets == 3 else { return nil }
        self.init(rawValue: address << 8 | octet)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension IPv4Address: UTF8Writable {
    public static var maximumTextLength: Int { 15 }

    public func write(to text: inout OutputSpan<UInt8>) {
        text.appendDecimal(UInt64(rawValue >> 24))
        for shift in stride(from: UInt32(16), through: 0, by: -8) {
            text.append(".")
            text.appendDecimal(UInt64(rawValue >> shift & 0xFF))
        }
    }
}
