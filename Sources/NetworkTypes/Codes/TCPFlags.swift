/// The control bits of a TCP header (RFC 9293 section 3.1), with two bits of our own for whole packets.
///
/// OR-ing headers loses which bits came together. A SYN without ACK opens a connection and a SYN with ACK answers
/// one, so both are kept as bits that survive the merge.
public struct TCPFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16

    @inlinable @inline(__always)
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The bits of one header, as they stand in its fourteenth byte.
    @inlinable @inline(__always)
    public init(header byte: UInt8) {
        var flags = TCPFlags(rawValue: UInt16(byte))
        if flags.contains(.syn) { flags.insert(flags.contains(.ack) ? .synAckPacket : .synOnlyPacket) }
        self = flags
    }

    // The same as `OptionSet` has them, for which it goes through a call or two each.
    @inlinable @inline(__always)
    public func contains(_ other: Self) -> Bool { rawValue & other.rawValue == other.rawValue }
    @inlinable @inline(__always)
    public mutating func formUnion(_ other: Self) { self = Self(rawValue: rawValue | other.rawValue) }

    @inlinable @inline(__always) public static var fin: Self { Self(rawValue: 1 << 0) }
    @inlinable @inline(__always) public static var syn: Self { Self(rawValue: 1 << 1) }
    @inlinable @inline(__always) public static var rst: Self { Self(rawValue: 1 << 2) }
    @inlinable @inline(__always) public static var psh: Self { Self(rawValue: 1 << 3) }
    @inlinable @inline(__always) public static var ack: Self { Self(rawValue: 1 << 4) }
    @inlinable @inline(__always) public static var urg: Self { Self(rawValue: 1 << 5) }
    @inlinable @inline(__always) public static var ece: Self { Self(rawValue: 1 << 6) }
    @inlinable @inline(__always) public static var cwr: Self { Self(rawValue: 1 << 7) }
    /// A packet with SYN and without ACK was among those merged.
    @inlinable @inline(__always) public static var synOnlyPacket: Self { Self(rawValue: 1 << 8) }
    /// A packet with SYN and ACK was among those merged.
    @inlinable @inline(__always) public static var synAckPacket: Self { Self(rawValue: 1 << 9) }
}

extension TCPFlags: CustomStringConvertible {
    /// One letter a header bit in nfdump's order, a dot where it is clear: `...AP.SF`.
    public var description: String {
        let letters: [(TCPFlags, Character)] = [
            (.cwr, "C"), (.ece, "E"), (.urg, "U"), (.ack, "A"), (.psh, "P"), (.rst, "R"), (.syn, "S"), (.fin, "F"),
        ]
        return String(letters.map { contains($0.0) ? $0.1 : "." })
    }
}
