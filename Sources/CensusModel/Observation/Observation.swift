public import NetworkTypes

/// One packet between an internal host and an origin on the watchlist, reduced to what is counted of it.
public struct Observation: Equatable, Sendable {
    public var time: Timestamp
    public var host: IPAddress
    public var origin: IPAddress
    /// 0 for protocols without ports, for non-first fragments, and where the header was cut off.
    public var hostPort: UInt16
    /// 0 as `hostPort` is.
    public var originPort: UInt16
    public var transport: TransportProtocol
    public var direction: Direction
    /// The IP packet's length in bytes, as its header states it.
    public var length: UInt32
    /// The bytes that the transport carried for its application.
    public var payloadLength: UInt32
    public var tcpFlags: TCPFlags
    public var roles: PacketRoles
    /// Which of the watchlist's attributions the matching entry has.
    public var attribution: AttributionID

    @inlinable @inline(__always)
    public init(
        time: Timestamp, host: IPAddress, origin: IPAddress, hostPort: UInt16, originPort: UInt16,
        transport: TransportProtocol, direction: Direction, length: UInt32, payloadLength: UInt32,
        tcpFlags: TCPFlags, roles: PacketRoles, attribution: AttributionID
    ) {
        self.time = time
        self.host = host
        self.origin = origin
        self.hostPort = hostPort
        self.originPort = originPort
        self.transport = transport
        self.direction = direction
        self.length = length
        self.payloadLength = payloadLength
        self.tcpFlags = tcpFlags
        self.roles = roles
        self.attribution = attribution
    }

    /// Which end sent the packet.
    public enum Direction: UInt8, Sendable {
        case fromHost
        case fromOrigin
    }
}
