import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore

// Fills a store as a sniffer does that commits every ten seconds, without waiting for them:
//
//     benchmark-commits STORE COMMITS FLOWS EACH
//
// COMMITS of FLOWS each, ten seconds apart, committed EACH at a time: 1 for the sniffer, COMMITS for one commit.

let arguments = CommandLine.arguments
guard arguments.count == 5, let commits = Int(arguments[2]), let flows = Int(arguments[3]),
    let each = Int(arguments[4]), commits > 0, flows > 0, each > 0
else {
    FileHandle.standardError.write(Data("usage: benchmark-commits STORE COMMITS FLOWS EACH\n".utf8))
    exit(2)
}

/// A packet of a flow, which tells of its own numbers alone.
func observation(_ commit: Int, _ flow: Int) -> Observation {
    // An odd factor modulo 2^24 takes every number to another one.
    let number = UInt32(truncatingIfNeeded: (commit * flows + flow) * 0x9E37_79B1)
    return Observation(
        time: Timestamp(
            nanoseconds: 1_370_044_800_000_000_000 + Int64(commit) * 10_000_000_000 + Int64(flow) * 1_000_003),
        host: .v4(IPv4Address(rawValue: 0x0A00_0000 | number & 0xFF_FFFF)),
        origin: .v4(IPv4Address(rawValue: 0x0B00_0000 + number % 13_408)),
        hostPort: UInt16(32_768 + number % 28_000), originPort: 443, transport: .tcp, direction: .fromHost,
        length: 60, payloadLength: 0, tcpFlags: TCPFlags(header: 0x02), roles: .opening,
        attribution: AttributionID(rawValue: 0))
}

/// Closes the store at its end, so that all of it stands in one file.
func fill() throws {
    let store = try SQLiteCensus(path: arguments[1], access: .write)
    let session = SessionRecord(identity: "benchmark", interfaces: "eth0")
    try store.begin(session)
    for first in stride(from: 0, to: commits, by: each) {
        var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: ["ExampleBot"])])
        for commit in first..<min(first + each, commits) {
            for flow in 0..<flows {
                let packet = observation(commit, flow)
                tally.record(packet)
                let hour = Hour(containing: packet.time)
                tally.coverage[hour, default: Coverage()].seen += 1
                tally.coverage[hour, default: Coverage()].decoded += 1
                tally.coverage[hour, default: Coverage()].matched += 1
            }
        }
        try store.commit([tally], of: session)
    }
}

try fill()
