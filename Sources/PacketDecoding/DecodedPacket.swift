public import NetworkTypes

/// What is counted of a packet: the fields of its IP header and of the header behind it.
public struct DecodedPacket: Equatable, Sendable {
    public var source: IPAddress
    public var destination: IPAddress
    public var transport: TransportProtocol
    /// 0 for protocols without ports, for non-first fragments, and where the header was cut off.
    public var sourcePort: UInt16 = 0
    /// 0 as `sourcePort` is.
    public var destinationPort: UInt16 = 0
    /// The IP packet's length in bytes, as its header states it.
    public var length: UInt32
    /// The bytes that the transport carries for its application, by what the headers state.
    public var payloadLength: UInt32 = 0
    public var tcpFlags = TCPFlags(rawValue: 0)
    /// What the packet opens, answers or refuses; whether an ICMP error refuses is for those to say who know which networks
    /// are internal.
    public var roles = PacketRoles(rawValue: 0)
    /// What an ICMP error quotes.
    public var quote: QuotedPacket?
    /// Where a routing header or a source route sends the packet after its destination, in the order of travel.
    public var hops: [IPAddress] = []
    public var remarks = Remarks(rawValue: 0)

    /// What was odd about a packet that was decoded all the same.
    public struct Remarks: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8

        @inlinable @inline(__always)
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        // The same as `OptionSet` has it, for which it goes through a call or two.
        @inlinable @inline(__always)
        public func contains(_ other: Self) -> Bool { rawValue & other.rawValue == other.rawValue }

        /// The IP header claims more bytes than the frame had on the wire.
        @inlinable @inline(__always) public static var lengthMismatch: Self { Self(rawValue: 1 << 0) }
        /// A fragment other than the first: no ports.
        @inlinable @inline(__always) public static var laterFragment: Self { Self(rawValue: 1 << 1) }
        /// The transport header, or an extension header before it, was cut off or is malformed: ports, flags or payload are
        /// not known.
        @inlinable @inline(__always) public static var transportIncomplete: Self { Self(rawValue: 1 << 2) }
        /// A tunnel's content could not be decoded; the packet around it is what counts.
        @inlinable @inline(__always) public static var innerUndecoded: Self { Self(rawValue: 1 << 3) }
        /// The IP header states no length (segmentation offload at the capturing host).
        @inlinable @inline(__always) public static var lengthNotStated: Self { Self(rawValue: 1 << 4) }

        /// A tunnel's content is left out, for it comes from outside and claims otherwise.
        @inlinable @inline(__always) public static var tunnelForeign: Self { Self(rawValue: 1 << 5) }

        /// The names in coverage.
        public static let names: [(remark: Remarks, name: String)] = [
            (.lengthMismatch, "length_mismatch"), (.laterFragment, "later_fragment"),
            (.transportIncomplete, "transport_incomplete"), (.innerUndecoded, "inner_undecoded"),
            (.lengthNotStated, "length_not_stated"), (.tunnelForeign, "tunnel_foreign"),
        ]
    }
}
