package import NetworkTypes

/// What is counted of a packet: the fields of its IP header and of the header behind it.
package struct DecodedPacket: Equatable, Sendable {
    package var source: IPAddress
    package var destination: IPAddress
    package var transport: TransportProtocol
    /// 0 for protocols without ports, for non-first fragments, and where the header was cut off.
    package var sourcePort: UInt16 = 0
    /// 0 as `sourcePort` is.
    package var destinationPort: UInt16 = 0
    /// The IP packet's length in bytes, as its header states it.
    package var length: UInt32
    /// The bytes that the transport carries for its application, by what the headers state.
    package var payloadLength: UInt32 = 0
    package var tcpFlags = TCPFlags(rawValue: 0)
    package var isICMPError = false
    package var remarks = Remarks(rawValue: 0)

    /// What was odd about a packet that was decoded all the same.
    package struct Remarks: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        @inlinable
        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The IP header claims more bytes than the frame had on the wire.
        @inlinable package static var lengthMismatch: Self { Self(rawValue: 1 << 0) }
        /// A fragment other than the first: no ports.
        @inlinable package static var laterFragment: Self { Self(rawValue: 1 << 1) }
        /// The transport header, or an extension header before it, was cut off or is malformed: ports, flags or payload are
        /// not known.
        @inlinable package static var transportIncomplete: Self { Self(rawValue: 1 << 2) }
        /// A tunnel's content could not be decoded; the packet around it is what counts.
        @inlinable package static var innerUndecoded: Self { Self(rawValue: 1 << 3) }
        /// The IP header states no length (segmentation offload at the capturing host, or a jumbogram).
        @inlinable package static var lengthNotStated: Self { Self(rawValue: 1 << 4) }

        /// The names in coverage.
        package static let names: [(remark: Remarks, name: String)] = [
            (.lengthMismatch, "length_mismatch"), (.laterFragment, "later_fragment"),
            (.transportIncomplete, "transport_incomplete"), (.innerUndecoded, "inner_undecoded"),
            (.lengthNotStated, "length_not_stated"),
        ]
    }
}
