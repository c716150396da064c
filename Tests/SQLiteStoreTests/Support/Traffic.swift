import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Testing
import TrafficSimulation

/// Observations, tallies and captures to put into stores.
enum Traffic {
    static let attributions = [
        Attribution(threatClass: .c2, labels: ["zeus"]), Attribution(threatClass: .c2, labels: ["citadel"]),
        Attribution(threatClass: .malware, labels: []), Attribution(threatClass: .c2, labels: ["citadel", "spyeye"]),
    ]

    static func address(_ text: String) throws -> IPAddress {
        try #require(IPAddress(parsing: text.utf8))
    }

    static func time(_ text: String) throws -> Timestamp {
        try #require(Timestamp(parsing: text))
    }

    /// A UDP packet of 10.0.0.1 to 192.0.2.1 near the start of 1970.
    static func observation() -> Observation {
        Observation(
            time: Timestamp(nanoseconds: 1_234_567_891), host: .v4(IPv4Address(rawValue: 0x0A00_0001)),
            origin: .v4(IPv4Address(rawValue: 0xC000_0201)), hostPort: 50_000, originPort: 53, transport: .udp,
            direction: .fromHost, length: 100, payloadLength: 72, tcpFlags: [], roles: [],
            attribution: AttributionID(rawValue: 0))
    }

    /// The same packet, changed as a test needs it.
    static func observation(_ change: (inout Observation) throws -> Void) rethrows -> Observation {
        var observation = observation()
        try change(&observation)
        return observation
    }

    /// One of so few flows that they have many packets each.
    static func randomObservation(_ random: inout SeededGenerator) -> Observation {
        observation { observation in
            observation.transport = [.tcp, .udp, .icmp, .icmpv6].randomElement(using: &random) ?? .tcp
            observation.time = Timestamp(nanoseconds: .random(in: -2...2, using: &random) * Hour.nanoseconds / 2 - 1)
            if Bool.random(using: &random) {
                observation.host = .v6(IPv6Address(rawValue: 0xFD00 << 112 | .random(in: 1...2, using: &random)))
                observation.origin = .v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | .random(in: 1...2, using: &random)))
            } else {
                observation.host = .v4(IPv4Address(rawValue: 0x0A00_0000 | .random(in: 1...2, using: &random)))
            }
            observation.originPort = .random(in: 53...54, using: &random)
            if Bool.random(using: &random) { observation.direction = .fromOrigin }
            observation.length = .random(in: 0...UInt32.max, using: &random)
            observation.payloadLength = .random(in: 0...1, using: &random)
            if observation.transport == .tcp {
                observation.tcpFlags = TCPFlags(header: .random(in: 0...255, using: &random))
            }
            let isICMP = observation.transport == .icmp || observation.transport == .icmpv6
            observation.roles =
                isICMP
                ? [[], .refusal, [.answer, .refusal], .opening].randomElement(using: &random) ?? []
                : PacketRoles(tcpFlags: observation.tcpFlags, payloadLength: observation.payloadLength)
            observation.attribution = AttributionID(rawValue: .random(in: 0..<4, using: &random))
        }
    }

    static func tally(
        _ observations: some Sequence<Observation>, coverage: [Hour: Coverage] = [:],
        attributions: [Attribution] = attributions
    ) -> HourlyTally {
        var tally = HourlyTally(attributions: attributions)
        for observation in observations { tally.record(observation) }
        tally.coverage = coverage
        return tally
    }

    /// A tally whose coverage agrees with its packets.
    static func countedTally(_ packets: [Observation]) -> HourlyTally {
        let coverage = Dictionary(grouping: packets) { Hour(containing: $0.time) }.mapValues { packets in
            var coverage = Coverage()
            let count = UInt64(packets.count)
            (coverage.seen, coverage.decoded, coverage.matched) = (count, count, count)
            return coverage
        }
        return tally(packets, coverage: coverage)
    }

    /// A capture of one record, which no other one begins like.
    static func head(_ name: String, records: Int = 1) -> SourceIdentity {
        SourceIdentity(beginning: Array(name.utf8), marks: (0..<UInt64(records)).map { $0 })
    }

    static func segment(
        _ capture: String, _ tally: HourlyTally, _ range: Range<UInt64> = 24..<100, earlierIdentity: String? = nil
    ) -> SegmentTally {
        SegmentTally(
            name: "\(capture).pcap", head: head(capture), range: range,
            tail: [UInt8(truncatingIfNeeded: range.upperBound)], tallies: [tally], earlierIdentity: earlierIdentity)
    }
}

extension FlowSource {
    func flows(_ filter: FlowFilter = FlowFilter(hours: HourRange())) throws -> [FlowRecord] {
        var flows: [FlowRecord] = []
        try forEachFlow(filter) { flows.append($0) }
        return flows
    }

    /// The flows of a filter, judged.
    func judged(
        _ filter: FlowFilter = FlowFilter(hours: HourRange()), _ rules: JudgingRules = JudgingRules()
    ) throws -> [JudgedFlow] {
        var flows: [JudgedFlow] = []
        try FlowJudge(self, rules).forEachFlow(filter) { flows.append($0) }
        return flows
    }
}

extension SQLiteCensus {
    static func inMemory() throws -> SQLiteCensus {
        try SQLiteCensus(path: inMemoryPath, access: .write)
    }

    /// Adds a tally as all there is of a capture that is new.
    @discardableResult
    func add(_ tally: HourlyTally, of capture: String) throws -> CommitOutcome {
        try commit(Traffic.segment(capture, tally), as: .new(besides: []))
    }
}
