package import NetworkTypes

/// The flows and the coverage of some packets. Tallies of different packets merge in any order to the tally of all.
package struct HourlyTally: Sendable {
    private let attributions: [Attribution]
    private var flows4 = FlowTable<UInt32>()
    private var flows6 = FlowTable<UInt128>()
    package var coverage: [Hour: Coverage] = [:]

    /// - Parameter attributions: the table into which the sightings' `attribution` points.
    package init(attributions: [Attribution]) {
        self.attributions = attributions
    }

    package var flowCount: Int { flows4.count + flows6.count }
    /// Bytes of memory that its flows take, and will take when they are put in order.
    package var size: Int { flows4.size + flows6.size }

    /// Adds a packet. Both its ends have addresses of one version.
    package mutating func record(_ sighting: Sighting) {
        record([sighting])
    }

    /// Adds packets: some dozens at a time cost less than each by itself.
    package mutating func record(_ sightings: [Sighting]) {
        var (sightings4, sightings6): ([Sighting], [Sighting]) = ([], [])
        var (keys4, keys6): ([FlowTable<UInt32>.Key], [FlowTable<UInt128>.Key]) = ([], [])
        for sighting in sightings {
            switch (sighting.origin, sighting.host) {
            case (.v4(let origin), .v4(let host)):
                sightings4.append(sighting)
                keys4.append(Self.key(sighting, origin.rawValue, host.rawValue))
            case (.v6(let origin), .v6(let host)):
                sightings6.append(sighting)
                keys6.append(Self.key(sighting, origin.rawValue, host.rawValue))
            default: preconditionFailure("an IP header has addresses of one version")
            }
        }
        flows4.add(sightings4, keys4)
        flows6.add(sightings6, keys6)
    }

    private static func key<Address>(
        _ sighting: Sighting, _ origin: Address, _ host: Address
    ) -> FlowTable<Address>.Key {
        FlowTable<Address>.Key(
            origin: origin, host: host, hour: Hour(containing: sighting.time).index,
            ports: UInt32(sighting.hostPort) << 16 | UInt32(sighting.originPort),
            attribution: sighting.attribution.rawValue, transport: sighting.transport.rawValue)
    }

    /// Adds what another tally counted with the same table of attributions.
    package mutating func merge(_ other: HourlyTally) {
        precondition(attributions == other.attributions, "tallies of one watchlist")
        flows4.merge(other.flows4)
        flows6.merge(other.flows6)
        coverage.merge(other.coverage) { mine, others in
            var sum = mine
            sum.merge(others)
            return sum
        }
    }

    /// Hands on every flow by hour, origin (IPv4 before IPv6), host, protocol and ports: the order in which a store keeps
    /// them, too. One flow may come in several records that differ in labels, to be merged.
    package func forEachRecordInOrder(_ body: (FlowRecord) throws -> Void) rethrows {
        var (rest4, rest6) = (OrderedFlows(flows4), OrderedFlows(flows6))
        while true {
            if let next = rest4.first, rest6.first.map({ next.key.hour <= $0.key.hour }) ?? true {
                try body(record(of: next))
                rest4.removeFirst()
            } else if let next = rest6.first {
                try body(record(of: next))
                rest6.removeFirst()
            } else {
                return
            }
        }
    }

    private func record(of entry: FlowTable<UInt32>.Entry) -> FlowRecord {
        record(of: entry) { .v4(IPv4Address(rawValue: $0)) }
    }

    private func record(of entry: FlowTable<UInt128>.Entry) -> FlowRecord {
        record(of: entry) { .v6(IPv6Address(rawValue: $0)) }
    }

    private func record<Address>(
        of entry: FlowTable<Address>.Entry, _ address: (Address) -> IPAddress
    ) -> FlowRecord {
        let key = entry.key
        let attribution = attributions[Int(key.attribution)]
        return FlowRecord(
            key: FlowKey(
                hour: Hour(index: key.hour), origin: address(key.origin), host: address(key.host),
                transport: TransportProtocol(rawValue: key.transport),
                hostPort: UInt16(truncatingIfNeeded: key.ports >> 16),
                originPort: UInt16(truncatingIfNeeded: key.ports), threatClass: attribution.threatClass),
            labels: attribution.labels, matchesPort: attribution.matchesPort, fromHost: entry.fromHost,
            fromOrigin: entry.fromOrigin)
    }
}
