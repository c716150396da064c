package import CensusModel
package import NetworkTypes

/// The flows and the coverage of some packets. Tallies of different packets merge in any order to the tally of all.
package struct HourlyTally: FlowTally, ObservationSink, LogObservationSink {
    private let attributions: [Attribution]
    private var flows4 = FlowTable<UInt32>()
    /// Flows with an end of IPv6; the other may be of IPv4 all the same.
    private var flows6 = FlowTable<UInt128>()
    private var exporters = ExporterNumbers()
    package var coverage: [Hour: Coverage] = [:]

    /// - Parameter attributions: the table into which the observations' `attribution` points.
    package init(attributions: [Attribution]) {
        self.attributions = attributions
    }

    package var flowCount: Int { flows4.count + flows6.count }
    /// Bytes of memory that its flows take, and will take when they are put in order.
    package var size: Int { flows4.size + flows6.size + coverageSize }

    /// Of flow logs each hour and exporter is accounted for.
    private var coverageSize: Int {
        let bytesOfExporter = 640
        return coverage.values.reduce(0) { $0 + $1.records.count } * bytesOfExporter
    }

    /// Adds a packet.
    package mutating func record(_ observation: Observation) {
        switch (observation.origin, observation.host) {
        case (.v4(let origin), .v4(let host)): flows4.add(.init(observation, origin.rawValue, host.rawValue))
        case (let origin, let host): flows6.add(.init(observation, origin.code, host.code))
        }
    }

    /// Adds the packets of a group, and empties it.
    package mutating func record(_ group: inout ObservationGroup) {
        flows4.add(group.arrivals4)
        flows6.add(group.arrivals6)
        group.removeAll()
    }

    /// Adds what a record of a flow log says.
    package mutating func record(_ observation: LogObservation) {
        let exporter = exporters.number(of: observation.exporter)
        switch (observation.origin, observation.host) {
        case (.v4(let origin), .v4(let host)):
            flows4.add(
                observation.counters, of: observation.direction,
                to: .init(observation, origin.rawValue, host.rawValue, exporter))
        case (let origin, let host):
            flows6.add(
                observation.counters, of: observation.direction,
                to: .init(observation, origin.code, host.code, exporter))
        }
    }

    /// Adds what another tally counted with the same table of attributions.
    package mutating func merge(_ other: HourlyTally) {
        precondition(attributions == other.attributions, "tallies of one watchlist")
        let numbers = exporters.numbers(of: other.exporters)
        flows4.merge(other.flows4, exporters: numbers)
        flows6.merge(other.flows6, exporters: numbers)
        merge(other.coverage)
    }

    /// Adds what another tally of this kind counted with the same table of attributions.
    package mutating func merge(any other: any FlowTally) {
        guard let other = other as? HourlyTally else { preconditionFailure("tallies of one kind") }
        merge(other)
    }

    /// Adds what another tally counted, as `merge` does, and empties it. Takes hardly more memory than both did, if nobody
    /// else holds the other one.
    package mutating func absorb(_ other: inout HourlyTally) {
        precondition(attributions == other.attributions, "tallies of one watchlist")
        // The larger one stays as it is, with its own numbers of exporters.
        if other.flowCount > flowCount {
            swap(&flows4, &other.flows4)
            swap(&flows6, &other.flows6)
            swap(&exporters, &other.exporters)
        }
        let numbers = exporters.numbers(of: other.exporters)
        flows4.absorb(&other.flows4, exporters: numbers)
        flows6.absorb(&other.flows6, exporters: numbers)
        merge(other.coverage)
        other.coverage = [:]
    }

    /// Moves all that was counted to a new tally.
    package mutating func handOver() -> HourlyTally {
        let all = self
        self = HourlyTally(attributions: attributions)
        return all
    }

    private mutating func merge(_ others: [Hour: Coverage]) {
        coverage.merge(others) { mine, others in
            var sum = mine
            sum.merge(others)
            return sum
        }
    }

    /// Hands on every flow by hour, origin (IPv4 before IPv6), host, protocol and ports: the order in which a store keeps
    /// them, too. One flow may come in several records that differ in labels or exporter, to be merged.
    package func forEachRecordInOrder(_ body: (FlowRecord) throws -> Void) rethrows {
        try forEachRecord { record, _ in try body(record) }
    }

    /// Hands on every flow as `forEachRecordInOrder` does, each record with whether it is the only one of its 5-tuple.
    func forEachRecord(_ body: (FlowRecord, _ isAlone: Bool) throws -> Void) rethrows {
        var (rest4, rest6) = (OrderedFlows(flows4), OrderedFlows(flows6))
        while let hour = [rest4.hour, rest6.hour].compactMap(\.self).min() {
            // IPv4 comes before IPv6: the origin decides, then the host, which in the second table is of IPv6 there.
            while let origin = rest6.origin(in: hour), case .v4(let address) = IPAddress(code: origin) {
                try rest4.forEach(of: hour, upTo: address.rawValue) { try body(record(of: $0), $1) }
                try rest6.forEach(of: hour, upTo: origin) { try body(record(of: $0), $1) }
            }
            try rest4.forEach(of: hour) { try body(record(of: $0), $1) }
            try rest6.forEach(of: hour) { try body(record(of: $0), $1) }
        }
    }

    private func record(of entry: FlowTable<UInt32>.Entry) -> FlowRecord {
        record(of: entry) { .v4(IPv4Address(rawValue: $0)) }
    }

    private func record(of entry: FlowTable<UInt128>.Entry) -> FlowRecord {
        record(of: entry) { IPAddress(code: $0) }
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
            fromOrigin: entry.fromOrigin, exporter: exporters[key.exporter])
    }
}
