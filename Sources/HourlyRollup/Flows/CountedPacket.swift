import NetworkTypes

/// What one packet adds to the counters of its direction.
struct CountedPacket: Sendable {
    let nanoseconds: Int64
    let length: UInt32
    let payloadLength: UInt32
    let tcpFlags: TCPFlags
    /// Whether it opens or answers; that it refuses is counted.
    let roles: PacketRoles
    let refuses: Bool
    let direction: Sighting.Direction

    @inline(__always)
    init(_ sighting: Sighting) {
        // The very ends of the range stand for "none"; a capture cannot state times there that mean anything.
        nanoseconds = min(max(sighting.time.nanoseconds, .min + 1), .max - 1)
        length = sighting.length
        payloadLength = sighting.payloadLength
        tcpFlags = sighting.tcpFlags
        roles = DirectionCounters.kept(sighting.roles)
        refuses = sighting.roles.contains(.refusal)
        direction = sighting.direction
    }
}
