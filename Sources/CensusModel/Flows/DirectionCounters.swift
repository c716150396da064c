public import NetworkTypes

/// What one end of a flow sent. Merges in any order: sums, an OR, a minimum and a maximum.
///
/// 56 bytes: there are two of them for every flow in memory, so times that are missing are kept as the end of the range.
public struct DirectionCounters: Equatable, Sendable {
    public var packets: UInt64 = 0
    /// IP lengths as stated, in bytes.
    public var bytes: UInt64 = 0
    /// What the transport carried for its application, in bytes.
    public var payloadBytes: UInt64 = 0
    /// Packets that refuse or answer, and begin nothing (`PacketRoles.refusal`).
    public var refusals: UInt64 = 0
    @usableFromInline
    package var firstNanoseconds = Int64.max
    package var lastNanoseconds = Int64.min
    public var tcpFlags = TCPFlags(rawValue: 0)
    /// Whether a packet was among them that opens, and one that answers; of flow logs, whether one states that this end began, and
    /// whether one of refusals was there of which no packet is counted.
    @usableFromInline
    package var roles = PacketRoles(rawValue: 0)

    public init() {}

    /// The earliest packet; `nil` without packets.
    package var first: Timestamp? {
        get { firstNanoseconds == .max ? nil : Timestamp(nanoseconds: firstNanoseconds) }
        set { firstNanoseconds = newValue?.nanoseconds ?? .max }
    }

    /// The latest packet; `nil` without packets.
    package var last: Timestamp? {
        get { lastNanoseconds == .min ? nil : Timestamp(nanoseconds: lastNanoseconds) }
        set { lastNanoseconds = newValue?.nanoseconds ?? .min }
    }

    /// Whether this end sent anything.
    @inlinable
    package var hasSent: Bool { firstNanoseconds != .max }

    /// Whether all that was sent refuses or answers.
    @inlinable
    package var isRefusalOnly: Bool { refusals >= packets && (packets > 0 || roles.contains(.refusal)) }

    /// What is kept as a bit of packets: refusals are counted instead.
    @inline(__always)
    package static func kept(_ roles: PacketRoles) -> PacketRoles {
        PacketRoles(rawValue: roles.rawValue & (PacketRoles.opening.rawValue | PacketRoles.answer.rawValue))
    }

    package mutating func merge(_ other: DirectionCounters) {
        packets = packets.addingClamped(other.packets)
        bytes = bytes.addingClamped(other.bytes)
        payloadBytes = payloadBytes.addingClamped(other.payloadBytes)
        tcpFlags.formUnion(other.tcpFlags)
        roles.formUnion(other.roles)
        refusals = refusals.addingClamped(other.refusals)
        firstNanoseconds = min(firstNanoseconds, other.firstNanoseconds)
        lastNanoseconds = max(lastNanoseconds, other.lastNanoseconds)
    }
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
