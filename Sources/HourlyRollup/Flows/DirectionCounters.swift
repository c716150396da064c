package import NetworkTypes

/// What one end of a flow sent. Merges in any order: sums, an OR, a minimum and a maximum.
package struct DirectionCounters: Equatable, Sendable {
    package var packets: UInt64 = 0
    /// IP lengths as stated, in bytes.
    package var bytes: UInt64 = 0
    /// What the transport carried for its application, in bytes.
    package var payloadBytes: UInt64 = 0
    package var tcpFlags: TCPFlags = []
    /// Packets that refuse or answer and begin nothing: RST, SYN with ACK, ICMP errors.
    package var refusals: UInt64 = 0
    /// The earliest and the latest packet; `nil` without packets.
    package var first: Timestamp?
    package var last: Timestamp?
    /// The earliest packet that is no ICMP error: what tells who began.
    package var firstContact: Timestamp?

    package init() {}

    package mutating func add(_ sighting: Sighting) {
        packets += 1
        bytes += UInt64(sighting.length)
        payloadBytes += UInt64(sighting.payloadLength)
        tcpFlags.formUnion(sighting.tcpFlags)
        let refuses =
            sighting.isICMPError || sighting.tcpFlags.contains(.rst) || sighting.tcpFlags.contains(.synAckPacket)
        if refuses { refusals += 1 }
        first = earlier(first, sighting.time)
        last = later(last, sighting.time)
        if !sighting.isICMPError { firstContact = earlier(firstContact, sighting.time) }
    }

    package mutating func merge(_ other: DirectionCounters) {
        packets += other.packets
        bytes += other.bytes
        payloadBytes += other.payloadBytes
        tcpFlags.formUnion(other.tcpFlags)
        refusals += other.refusals
        first = earlier(first, other.first)
        last = later(last, other.last)
        firstContact = earlier(firstContact, other.firstContact)
    }

    /// Whether all that was sent refuses or answers.
    package var isRefusalOnly: Bool { packets > 0 && refusals == packets }
}

/// The earlier of two times, of which either may be missing.
package func earlier(_ left: Timestamp?, _ right: Timestamp?) -> Timestamp? {
    guard let left else { return right }
    guard let right else { return left }
    return min(left, right)
}

/// The later of two times, of which either may be missing.
package func later(_ left: Timestamp?, _ right: Timestamp?) -> Timestamp? {
    guard let left else { return right }
    guard let right else { return left }
    return max(left, right)
}
