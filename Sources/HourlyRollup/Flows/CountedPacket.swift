import NetworkTypes

/// What one packet adds to the counters of its direction.
struct CountedPacket: Sendable {
    let nanoseconds: Int64
    /// The end of the range where the packet is no contact.
    let contactNanoseconds: Int64
    let length: UInt32
    let payloadLength: UInt32
    let tcpFlags: TCPFlags
    let refuses: Bool
    let direction: Sighting.Direction

    @inline(__always)
    init(_ sighting: Sighting) {
        // The very ends of the range stand for "none"; a capture cannot state times there that mean anything.
        nanoseconds = min(max(sighting.time.nanoseconds, .min + 1), .max - 1)
        let isRefusal = sighting.roles.contains(.refusal)
        contactNanoseconds = isRefusal && sighting.transport != .tcp ? .max : nanoseconds
        length = sighting.length
        payloadLength = sighting.payloadLength
        tcpFlags = sighting.tcpFlags
        refuses = isRefusal
        direction = sighting.direction
    }
}
