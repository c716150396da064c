package import NetworkTypes

/// What one record of a flow log says: a line, or a record of a template, as the format states it and nothing presumed.
///
/// Where a number is `nil`, the record does not state it, which is another thing than 0.
package struct LogRecord: Equatable, Sendable {
    package var transport: TransportProtocol
    package var source: IPAddress
    package var destination: IPAddress
    /// 0 for protocols without ports. Of ICMP neither end has one, whatever a format keeps in its port fields.
    package var sourcePort: UInt16 = 0
    package var destinationPort: UInt16 = 0
    /// What the source sent.
    package var forward = LogCounters()
    /// What the destination sent; `nil` where the record tells of one direction only. Where it is there and states no number, the
    /// record says that the destination sent, and not how much.
    package var reverse: LogCounters?
    /// The first packet's time; `nil` where the record states none.
    package var first: Timestamp?
    /// The last packet's time; `nil` where the record states none.
    package var last: Timestamp?
    /// A record without times counts at this time: its event's, else its datagram's export time, else its line's.
    package var stated: Timestamp?
    /// Which end began, where the format says so.
    package var initiator: Initiator?
    /// Whether the traffic was refused on its way (REJECT, denied), so that the destination did not get it.
    package var isRefused = false
    /// One packet in so many was looked at; `nil` where nothing is stated, 1 where every packet was.
    package var samplingInterval: UInt32?
    /// ICMP type and code, as the format states them: type × 256 + code.
    package var icmp: UInt16?
    /// Whether the record is known to tell of non-first fragments.
    package var isFragment = false

    package init(transport: TransportProtocol, source: IPAddress, destination: IPAddress) {
        (self.transport, self.source, self.destination) = (transport, source, destination)
    }

    /// The end that began.
    package enum Initiator: Equatable, Sendable {
        case source
        case destination
    }
}

/// What one end of a record sent.
package struct LogCounters: Equatable, Sendable {
    package var packets: UInt64?
    /// Bytes of IP packets, headers included.
    package var bytes: UInt64?
    /// Bytes of the transport's payload, only where the format itself states them, or what its bytes count other than IP packets,
    /// so that its reader alone knows what headers can explain.
    package var payloadBytes: UInt64?
    /// All TCP flags that this end sent, ORed. They say nothing about a single packet.
    package var tcpFlags: UInt8?
    /// Whether the format states a packet with SYN and without ACK of this end (Zeek's `S`).
    package var hasSentOpening = false
    /// Whether the format states a packet with SYN and ACK of this end (Zeek's `h`).
    package var hasSentAnswer = false

    package init(packets: UInt64? = nil, bytes: UInt64? = nil) {
        (self.packets, self.bytes) = (packets, bytes)
    }
}
