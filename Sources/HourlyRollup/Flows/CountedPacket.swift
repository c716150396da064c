import CensusModel
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
    let direction: Observation.Direction

    @inline(__always)
    init(_ observation: Observation) {
        // The very ends of the range stand for "none"; a capture cannot state times there that mean anything.
        nanoseconds = min(max(observation.time.nanoseconds, .min + 1), .max - 1)
        length = observation.length
        payloadLength = observation.payloadLength
        tcpFlags = observation.tcpFlags
        roles = DirectionCounters.kept(observation.roles)
        refuses = observation.roles.contains(.refusal)
        direction = observation.direction
    }
}

extension DirectionCounters {
    @inline(__always)
    mutating func add(_ packet: CountedPacket) {
        packets += 1
        bytes += UInt64(packet.length)
        payloadBytes += UInt64(packet.payloadLength)
        tcpFlags.formUnion(packet.tcpFlags)
        roles.formUnion(packet.roles)
        refusals += packet.refuses ? 1 : 0
        firstNanoseconds = min(firstNanoseconds, packet.nanoseconds)
        lastNanoseconds = max(lastNanoseconds, packet.nanoseconds)
    }
}
