/// What a packet says about who began: whether it opens a contact, answers an opening, or refuses one.
public struct PacketRoles: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    @inlinable @inline(__always)
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The roles of a TCP packet (RFC 9293 section 3.10.7). What carries payload neither answers nor refuses.
    @inlinable @inline(__always)
    public init(tcpFlags: TCPFlags, payloadLength: UInt32) {
        guard payloadLength == 0 else {
            self = tcpFlags.contains(.synOnlyPacket) ? .opening : []
            return
        }
        var roles: UInt8 = tcpFlags.contains(.rst) ? Self.refusal.rawValue : 0
        if tcpFlags.contains(.synOnlyPacket) { roles |= Self.opening.rawValue }
        if tcpFlags.contains(.synAckPacket) { roles |= Self.answer.rawValue | Self.refusal.rawValue }
        self.init(rawValue: roles)
    }

    // The same as `OptionSet` has them, for which it goes through a call or two each.
    @inlinable @inline(__always)
    public func contains(_ other: Self) -> Bool { rawValue & other.rawValue == other.rawValue }
    @inlinable @inline(__always)
    public mutating func formUnion(_ other: Self) { self = Self(rawValue: rawValue | other.rawValue) }

    /// A SYN without ACK, an ICMP request, or an SCTP INIT.
    @inlinable @inline(__always) public static var opening: Self { Self(rawValue: 1 << 0) }
    /// A SYN with ACK and without payload, an ICMP reply, or an SCTP INIT-ACK.
    @inlinable @inline(__always) public static var answer: Self { Self(rawValue: 1 << 1) }
    /// A RST or a SYN with ACK, both without payload; SCTP of ABORT, ERROR, INIT-ACK, SHUTDOWN-ACK or SHUTDOWN-COMPLETE
    /// alone; any ICMP reply; an ICMP error that is taken for one.
    @inlinable @inline(__always) public static var refusal: Self { Self(rawValue: 1 << 2) }
    /// No packet's: a flow log states that this end began.
    @inlinable @inline(__always) public static var statement: Self { Self(rawValue: 1 << 3) }
}
