package import NetworkTypes

/// The flows and the coverage of some packets. Tallies of different packets merge in any order to the tally of all.
package struct HourlyTally: Sendable {
    /// A flow's key with the attribution in place of its class: what a sighting states without a look into the list.
    private struct SightingKey: Hashable {
        let hour: Hour
        let origin: IPAddress
        let host: IPAddress
        let ports: UInt32
        let transport: TransportProtocol
        let attribution: AttributionID
    }

    private let attributions: [Attribution]
    private var flowsBySighting: [SightingKey: FlowRecord] = [:]
    package var coverage: [Hour: Coverage] = [:]

    /// - Parameter attributions: the table into which the sightings' `attribution` points.
    package init(attributions: [Attribution]) {
        self.attributions = attributions
    }

    package var flowCount: Int { flowsBySighting.count }

    package mutating func record(_ sighting: Sighting) {
        let hour = Hour(containing: sighting.time)
        let key = SightingKey(
            hour: hour, origin: sighting.origin, host: sighting.host,
            ports: UInt32(sighting.hostPort) << 16 | UInt32(sighting.originPort), transport: sighting.transport,
            attribution: sighting.attribution)
        if flowsBySighting[key]?.add(sighting) != nil { return }
        let attribution = attributions[Int(sighting.attribution.rawValue)]
        var flow = FlowRecord(
            key: FlowKey(
                hour: hour, origin: sighting.origin, host: sighting.host, transport: sighting.transport,
                hostPort: sighting.hostPort, originPort: sighting.originPort, threatClass: attribution.threatClass),
            labels: attribution.labels)
        flow.add(sighting)
        flowsBySighting[key] = flow
    }

    /// The flows in no order; one flow may come in several records that differ in labels, to be merged.
    package var flows: some Sequence<FlowRecord> { flowsBySighting.values }
}
