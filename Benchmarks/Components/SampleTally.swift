import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore

/// Observations over a number of flows, and their tally: hosts of 10.0.0.0/8 with 13,408 origins, in one hour.
enum SampleTally {
    static let attributions = [Attribution(threatClass: .c2, labels: ["ExampleBot"])]

    static func observations(flows: Int) -> [Observation] {
        (0..<flows).map { number in
            Observation(
                time: Timestamp(nanoseconds: 1_370_041_000_000_000_000 + Int64(number) * 1_000),
                host: .v4(IPv4Address(rawValue: 0x0A00_0000 + UInt32(number))),
                origin: .v4(IPv4Address(rawValue: 0x0B00_0000 + UInt32(number * 7_919 % 13_408))), hostPort: 50_000,
                originPort: 443, transport: .tcp, direction: number.isMultiple(of: 2) ? .fromHost : .fromOrigin,
                length: 46, payloadLength: 6, tcpFlags: .ack, roles: [],
                attribution: AttributionID(rawValue: 0))
        }
    }

    static func tally(flows: Int) -> HourlyTally {
        var tally = HourlyTally(attributions: attributions)
        for observation in observations(flows: flows) { tally.record(observation) }
        return tally
    }

    /// Adds a tally to a store: a stretch of one capture, 100 bytes long.
    static func commit(_ tally: HourlyTally, to store: SQLiteCensus, as claim: Claim) throws {
        let begin: UInt64 = if case .continues = claim { 100 } else { 0 }
        let stretch = SegmentTally(
            name: "sample.pcap", head: SourceIdentity(beginning: [1], marks: []), range: begin..<begin + 100, tail: [],
            tallies: [tally])
        guard case .added = try store.commit(stretch, as: claim) else { preconditionFailure("the claim holds") }
    }
}
