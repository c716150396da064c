public import NetworkTypes

/// What one end of a flow sent. Merges in any order: sums, an OR, a minimum and a maximum.
///
/// 64 bytes: there are two of them for every flow in memory, so times that are missing are kept as the end of the range.
public struct DirectionCounters: Equatable, Sendable {
    public var packets: UInt64 = 0
    /// IP lengths as stated, in bytes.
    public var bytes: UInt64 = 0
    /// What the transport carried for its application, in bytes.
    public var payloadBytes: UInt64 = 0
    /// Packets that refuse or answer and begin nothing: RST, SYN with ACK, ICMP errors.
    public var refusals: UInt64 = 0
    package var firstNanoseconds = Int64.max
    package var lastNanoseconds = Int64.min
    package var firstContactNanoseconds = Int64.max
    public var tcpFlags = TCPFlags(rawValue: 0)

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

    /// The earliest packet that is no ICMP error, which tells who began; `nil` without such.
    package var firstContact: Timestamp? {
        get { firstContactNanoseconds == .max ? nil : Timestamp(nanoseconds: firstContactNanoseconds) }
        set { firstContactNanoseconds = newValue?.nanoseconds ?? .max }
    }

    package mutating func merge(_ other: DirectionCounters) {
        packets = packets.addingClamped(other.packets)
        bytes = bytes.addingClamped(other.bytes)
        payloadBytes = payloadBytes.addingClamped(other.payloadBytes)
        tcpFlags.formUnion(other.tcpFlags)
        refusals = refusals.addingClamped(other.refusals)
        firstNanoseconds = min(firstNanoseconds, other.firstNanoseconds)
        lastNanoseconds = max(lastNanoseconds, other.lastNanoseconds)
        firstContactNanoseconds = min(firstContactNanoseconds, other.firstContactNanoseconds)
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
