package import CensusModel
import NetworkTypes

/// Packets on their way into a tally, which takes some dozens at a time for less than each by itself.
package struct ObservationGroup: Sendable {
    private(set) var arrivals4: [FlowTable<UInt32>.Arrival] = []
    private(set) var arrivals6: [FlowTable<UInt128>.Arrival] = []

    private static var length: Int { 64 }

    package init() {}

    package var count: Int { arrivals4.count + arrivals6.count }

    /// Adds a packet; true when the group is full.
    package mutating func add(_ observation: Observation) -> Bool {
        switch (observation.origin, observation.host) {
        case (.v4(let origin), .v4(let host)): arrivals4.append(.init(observation, origin.rawValue, host.rawValue))
        case (let origin, let host): arrivals6.append(.init(observation, origin.code, host.code))
        }
        return count >= Self.length
    }

    /// Empties the group, and keeps its memory for the next packets.
    mutating func removeAll() {
        arrivals4.removeAll(keepingCapacity: true)
        arrivals6.removeAll(keepingCapacity: true)
    }
}

extension FlowTable {
    /// A packet of the group: the key of its flow, and what it adds there.
    struct Arrival: Sendable {
        let key: Key
        let packet: CountedPacket

        @inline(__always)
        init(_ observation: Observation, _ origin: Address, _ host: Address) {
            key = Key(
                origin: origin, host: host, hour: Hour(containing: observation.time).index,
                ports: UInt32(observation.hostPort) << 16 | UInt32(observation.originPort),
                attribution: observation.attribution.rawValue, transport: observation.transport.rawValue)
            packet = CountedPacket(observation)
        }
    }
}
