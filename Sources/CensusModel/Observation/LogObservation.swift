package import NetworkTypes

/// What a record of a flow log says of one end of a flow within one hour: an observation of any weight, where `Observation`
/// is a packet.
package struct LogObservation: Equatable, Sendable {
    package var hour: Hour
    package var host: IPAddress
    package var origin: IPAddress
    /// 0 for protocols without ports, and for non-first fragments.
    package var hostPort: UInt16
    /// 0 as `hostPort` is.
    package var originPort: UInt16
    package var transport: TransportProtocol
    /// Which end sent what is counted.
    package var direction: Observation.Direction
    /// Packets, bytes and payload may be 0 where the record states none: its times say that the end sent something.
    package var counters: DirectionCounters
    package var exporter: Exporter
    /// Which of the watchlist's attributions the matching entry has.
    package var attribution: AttributionID

    package init(
        hour: Hour, host: IPAddress, origin: IPAddress, hostPort: UInt16, originPort: UInt16,
        transport: TransportProtocol, direction: Observation.Direction, counters: DirectionCounters,
        exporter: Exporter, attribution: AttributionID
    ) {
        (self.hour, self.host, self.origin) = (hour, host, origin)
        (self.hostPort, self.originPort, self.transport) = (hostPort, originPort, transport)
        (self.direction, self.counters, self.exporter) = (direction, counters, exporter)
        self.attribution = attribution
    }
}
