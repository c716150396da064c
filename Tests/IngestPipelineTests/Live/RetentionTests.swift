import CensusModel
import Foundation
import HourlyRollup
import Logging
import NetworkTypes
import PacketDecoding
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@testable import IngestPipeline

@Suite("What is kept")
struct RetentionTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kept-\(UUID().uuidString)")

    /// A store of twelve hours from hour 100 on, with so many flows in each.
    private func store(flows: Int) throws -> SQLiteCensus {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let census = try SQLiteCensus(path: folder.appendingPathComponent("census.db").path, access: .write)
        let session = SessionRecord(identity: "test", interfaces: "eth0")
        try census.begin(session)
        var generator = SeededGenerator()
        for hour: Int32 in 100..<112 {
            var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: [])])
            for _ in 0..<flows {
                let time = Int64(hour) * Hour.nanoseconds + Int64.random(in: 0..<Hour.nanoseconds, using: &generator)
                tally.record(
                    Observation(
                        time: Timestamp(nanoseconds: time),
                        host: .v4(IPv4Address(rawValue: .random(in: 0...(.max), using: &generator))),
                        origin: .v4(IPv4Address(rawValue: 0xC000_0201)), hostPort: 50_000, originPort: 443,
                        transport: .udp,
                        direction: .fromHost, length: 60, payloadLength: 20, tcpFlags: [], roles: [],
                        attribution: AttributionID(rawValue: 0)))
            }
            var coverage = Coverage()
            (coverage.seen, coverage.decoded, coverage.matched) = (UInt64(flows), UInt64(flows), UInt64(flows))
            tally.coverage[Hour(index: hour)] = coverage
            try census.commit([tally], of: session)
        }
        return census
    }

    @Test("under a size are the latest hours, and at least the present one and three before it")
    func size() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let census = try store(flows: 4_000)
        let now = Timestamp(nanoseconds: 111 * Hour.nanoseconds + 1)
        let whole = try census.usedBytes()
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var retention = Retention(hours: nil, bytes: whole, logger: quiet)
        retention.run(census, at: now)
        #expect(try census.firstHour() == Hour(index: 100))

        retention = Retention(hours: nil, bytes: whole * 17 / 20, logger: quiet)
        retention.run(census, at: now)
        let first = try #require(try census.firstHour())
        #expect(try census.usedBytes() <= whole * 17 / 20)
        #expect(first > Hour(index: 100) && first < Hour(index: 108))
        let kept = Set(try census.coverage(in: HourRange()).keys)
        #expect(kept == Set((first.index..<112).map(Hour.init(index:))))

        retention = Retention(hours: nil, bytes: 1, logger: quiet)
        retention.run(census, at: now)
        #expect(try census.firstHour() == Hour(index: 108))
        #expect(try census.findings().isEmpty)
    }
}
