import CensusModel
import HourlyRollup
import NetworkTypes
import TrafficSimulation

/// Tallies and segments to put into stores.
enum Traffic {
    static let attributions = [
        Attribution(threatClass: .c2, labels: ["zeus"]), Attribution(threatClass: .c2, labels: ["it's", "a\\b"]),
        Attribution(threatClass: .malware, labels: []),
        Attribution(threatClass: .backdoor, labels: ["shell"], matchesPort: true),
    ]

    /// Packets of so few flows that they have many each, in some hours around a midnight between two months.
    static func tally(_ count: Int, _ random: inout SeededGenerator) -> HourlyTally {
        var tally = HourlyTally(attributions: attributions)
        var coverage: [Hour: Coverage] = [:]
        for _ in 0..<count {
            let observation = observation(&random)
            tally.record(observation)
            var hour = coverage[Hour(containing: observation.time)] ?? Coverage()
            (hour.seen, hour.decoded, hour.matched) = (hour.seen + 2, hour.decoded + 1, hour.matched + 1)
            hour.undecoded[["ipv4_cut", "it's"].randomElement(using: &random) ?? "", default: 0] += 1
            if Bool.random(using: &random) { hour.dropped["kernel", default: 0] += 1 }
            coverage[Hour(containing: observation.time)] = hour
        }
        tally.coverage = coverage
        return tally
    }

    private static let midnight = Timestamp(nanoseconds: 1_370_044_800 * Timestamp.nanosecondsPerSecond)

    private static func observation(_ random: inout SeededGenerator) -> Observation {
        let isVersion6 = Bool.random(using: &random)
        let number = UInt32.random(in: 1...3, using: &random)
        let host: IPAddress =
            isVersion6
            ? .v6(IPv6Address(rawValue: 0xFD00 << 112 | UInt128(number)))
            : .v4(IPv4Address(rawValue: 0x0A00_0000 | number))
        // Below the IPv4-mapped addresses, and above them.
        let origin: IPAddress =
            isVersion6
            ? .v6(IPv6Address(rawValue: (number == 1 ? 0 : 0x2001_0DB8 << 96) | UInt128(number) << 3))
            : .v4(IPv4Address(rawValue: 0xC000_0200 | number))
        let flags = TCPFlags(header: .random(in: 0...255, using: &random))
        let payload = UInt32.random(in: 0...1, using: &random)
        let hours = Int64.random(in: -3...3, using: &random)
        let time = midnight.nanoseconds + hours * Hour.nanoseconds + .random(in: 0..<Hour.nanoseconds, using: &random)
        return Observation(
            time: Timestamp(nanoseconds: time), host: host, origin: origin,
            hostPort: .random(in: 40_000...40_001, using: &random), originPort: 443, transport: .tcp,
            direction: Bool.random(using: &random) ? .fromHost : .fromOrigin,
            length: .random(in: 0...UInt32.max, using: &random), payloadLength: payload, tcpFlags: flags,
            roles: PacketRoles(tcpFlags: flags, payloadLength: payload),
            attribution: AttributionID(rawValue: .random(in: 0..<4, using: &random)))
    }

    /// A segment of a capture whose first record has that text, and whose records have lengths of 10.
    static func segment(_ capture: String, _ range: Range<UInt64>, _ tallies: [any FlowTally]) -> SegmentTally {
        let marks = (0..<range.upperBound / 10).map { $0 &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(capture.utf8.count) }
        return SegmentTally(
            name: "\(capture).pcap", head: SourceIdentity(beginning: Array(capture.utf8), marks: marks), range: range,
            tail: [UInt8(truncatingIfNeeded: range.upperBound)], tallies: tallies,
            lists: ListSet([ListUse(name: "list", version: "1")]))
    }
}

extension CensusStore {
    func flows(_ filter: FlowFilter = FlowFilter(hours: HourRange())) throws -> [FlowRecord] {
        var flows: [FlowRecord] = []
        try forEachFlow(filter) { flows.append($0) }
        return flows
    }
}
