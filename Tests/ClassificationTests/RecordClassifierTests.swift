import CensusModel
import FlowLogs
import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation
import Watchlist

@testable import Classification

/// Keeps what the classifier finds.
struct LogObservations: LogObservationSink {
    var all: [LogObservation] = []
    mutating func record(_ observation: LogObservation) { all.append(observation) }
}

@Suite("The records of a flow log")
struct RecordClassifierTests {
    private let exporter = LogOrigin(exporter: .v4(IPv4Address(rawValue: 0xC0A8_0001)), domain: 7)

    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(parsing: text.utf8)) }
    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(parsing: text)) }

    private func classifier(
        _ entries: [WatchlistEntry], spreads: Bool = false
    ) -> RecordClassifier<LogObservations> {
        RecordClassifier(
            watchlist: Watchlist(entries),
            counting: CountingRules(internalNetworks: .defaultInternal, tunnels: .innermost),
            rules: RecordRules(program: Exporter(program: "zeek"), spreadsLongRecords: spreads), into: LogObservations()
        )
    }

    private func record(
        _ source: String, _ destination: String, _ change: (inout LogRecord) throws -> Void = { _ in }
    ) throws -> LogRecord {
        var record = LogRecord(transport: .udp, source: try address(source), destination: try address(destination))
        (record.sourcePort, record.destinationPort) = (50_000, 53)
        record.forward = LogCounters(packets: 3, bytes: 300)
        (record.first, record.last) = (try time("2026-11-01T10:10"), try time("2026-11-01T10:20"))
        try change(&record)
        return record
    }

    private func entry(_ text: String, port: UInt16? = nil, until: String? = nil) throws -> WatchlistEntry {
        var entry = WatchlistEntry(prefix: try #require(IPPrefix.parse(text.utf8)).prefix)
        entry.port = port
        entry.validity = Validity(from: nil, until: try until.map(time))
        return entry
    }

    /// The only account of the only exporter.
    private func coverage(_ classifier: RecordClassifier<LogObservations>) throws -> RecordCoverage {
        let coverage = classifier.ledger.coverage
        #expect(coverage.count == 1)
        return try #require(coverage.values.first?.records.values.first)
    }

    @Test("state that an end began of which no packet was seen, without times of it")
    func unseenInitiator() throws {
        var classifier = classifier([try entry("192.0.2.7")])
        classifier.record(
            try record("10.0.0.1", "192.0.2.7") { record in
                (record.forward, record.reverse) = (
                    LogCounters(packets: 0, bytes: 0), LogCounters(packets: 2, bytes: 90)
                )
                record.initiator = .source
            }, from: exporter)
        let found = classifier.sink.all
        #expect(found.map(\.direction) == [.fromHost, .fromOrigin])
        #expect(found.map(\.counters.hasSent) == [false, true] && found.map(\.counters.packets) == [0, 2])
        #expect(found.map(\.counters.roles) == [.statement, []])
    }

    @Test("that name no exporter are told by the program whose format it is, or by another of their domain")
    func programs() throws {
        var classifier = RecordClassifier(
            watchlist: Watchlist([try entry("192.0.2.1")]),
            counting: CountingRules(internalNetworks: .defaultInternal, tunnels: .innermost),
            rules: RecordRules(program: Exporter(program: "zeek"), besides: [1: Exporter(program: "zeek-open")]),
            into: LogObservations())
        for domain in [0, 1, 2] as [UInt32] {
            classifier.record(try record("10.0.0.1", "192.0.2.1"), from: LogOrigin(domain: domain))
        }
        #expect(classifier.sink.all.map(\.exporter.name) == ["zeek", "zeek-open", "zeek"])
    }

    @Test("count where one end is internal and the other listed, for each end that sent")
    func bothEnds() throws {
        var classifier = classifier([try entry("192.0.2.1")])
        classifier.record(
            try record("192.0.2.1", "10.0.0.1") {
                ($0.sourcePort, $0.destinationPort) = (53, 50_000)
                $0.reverse = LogCounters(packets: 2, bytes: 100)
            }, from: exporter)
        let found = classifier.sink.all
        #expect(found.map(\.direction) == [.fromOrigin, .fromHost])
        #expect(found.map(\.counters.packets) == [3, 2] && found.map(\.counters.payloadBytes) == [216, 44])
        #expect(found.allSatisfy { $0.hostPort == 50_000 && $0.originPort == 53 })
        #expect(try found.allSatisfy { try $0.host == address("10.0.0.1") && $0.origin == address("192.0.2.1") })
        #expect(found.allSatisfy { $0.exporter == Exporter(.v4(IPv4Address(rawValue: 0xC0A8_0001))) })
        let coverage = try coverage(classifier)
        #expect(coverage.seen == 1 && coverage.decoded == 1 && coverage.matched == 1)
        #expect(coverage.remarked == ["direction_presumed": 1])
    }

    @Test("mean the IPv4 address that is embedded in an IPv6 one, at either end")
    func embedded() throws {
        var classifier = classifier([try entry("192.0.2.1")])
        classifier.record(try record("fd00::1", "64:ff9b::192.0.2.1"), from: exporter)
        classifier.record(try record("::ffff:10.0.0.1", "::ffff:192.0.2.1"), from: exporter)
        #expect(try classifier.sink.all.map(\.host) == [address("fd00::1"), address("10.0.0.1")])
        #expect(try classifier.sink.all.allSatisfy { try $0.origin == address("192.0.2.1") })
        // The headers were those of IPv6, whatever the addresses mean.
        #expect(classifier.sink.all.map(\.counters.payloadBytes) == [156, 156])
    }

    @Test("that meet a listed address in vain are near misses, by their kind")
    func nearMisses() throws {
        var classifier = classifier([
            try entry("192.0.2.1", port: 80), try entry("192.0.2.2", until: "2026-11-01T10:00"), try entry("192.0.2.3"),
        ])
        classifier.record(try record("10.0.0.1", "192.0.2.1"), from: exporter)
        classifier.record(try record("10.0.0.1", "192.0.2.2"), from: exporter)
        classifier.record(try record("198.51.100.1", "192.0.2.3"), from: exporter)
        classifier.record(try record("10.0.0.1", "192.0.2.1") { $0.isFragment = true }, from: exporter)
        classifier.record(try record("10.0.0.1", "198.51.100.1"), from: exporter)
        #expect(classifier.sink.all.isEmpty)
        let coverage = try coverage(classifier)
        #expect(
            coverage.remarked == [
                "near_miss_other_port": 1, "near_miss_outside_dates": 1, "near_miss_no_internal_end": 1,
                "fragment_without_port": 1,
            ])
        #expect(coverage.seen == 5 && coverage.decoded == 5 && coverage.matched == 0)
    }

    @Test("count in each hour by the list at the time of the packet that was certainly there")
    func validity() throws {
        var classifier = classifier([try entry("192.0.2.1", until: "2026-11-01T11:00")])
        classifier.record(
            try record("10.0.0.1", "192.0.2.1") { $0.last = try self.time("2026-11-01T11:20") }, from: exporter)
        #expect(classifier.sink.all.map(\.hour) == [Hour(containing: try time("2026-11-01T10:00"))])
    }

    @Test("are accounted for by exporter in the hour of their end, odd times, rates and clocks by name")
    func account() throws {
        var classifier = classifier([])
        classifier.receivedAt = try time("2026-11-01T13:05")
        classifier.record(
            try record("10.0.0.1", "198.51.100.1") {
                $0.last = try self.time("2026-11-01T13:00")
                $0.samplingInterval = 1_000
            }, from: exporter)
        classifier.record(
            try record("10.0.0.1", "198.51.100.1") {
                ($0.first, $0.last) = (try self.time("2026-11-01T13:02"), try self.time("2026-11-01T13:01"))
                $0.samplingInterval = 1
            }, from: exporter)
        classifier.record(
            try record("10.0.0.1", "198.51.100.1") {
                ($0.first, $0.last) = (try self.time("2026-11-01T13:02"), try self.time("2026-11-01T13:02"))
                $0.stated = try self.time("2026-11-01T11:59")
            }, from: exporter)
        let coverage = try coverage(classifier)
        #expect(
            coverage.remarked == [
                "long_record": 1, "sampling_1_in_1000": 1, "times_exchanged": 1, "clock_far": 1,
            ])
        #expect(classifier.ledger.coverage.keys.map { "\($0)" } == ["2026-11-01T13:00:00Z"])
    }

    @Test("whose packets were far from the receiver's clock are named, though their datagram's time is right")
    func farPackets() throws {
        var classifier = classifier([])
        let (now, later) = (try time("2026-11-01T13:05"), try time("2026-11-01T18:05"))
        classifier.receivedAt = now
        classifier.record(
            try record("10.0.0.1", "198.51.100.1") { ($0.first, $0.last, $0.stated) = (later, later, now) },
            from: exporter)
        classifier.pass(PassedRun(count: 2, last: later, stated: now), from: exporter)
        classifier.pass(PassedRun(count: 2, last: now, stated: now), from: exporter)
        let remarked = classifier.ledger.coverage.values.map { $0.records.values.map { $0.remarked["clock_far"] ?? 0 } }
        #expect(remarked.joined().reduce(0, +) == 3)
    }

    @Test("that give no flow are counted with their reason, and only those that should have given one lower coverage")
    func losses() throws {
        var classifier = classifier([])
        let at = try time("2026-11-01T13:05")
        for loss: LogLoss in [.undecoded("v9_cut"), .withoutTemplate, .notFlow("options"), .repeated] {
            classifier.note(loss, count: 2, at: at, from: exporter)
        }
        classifier.note(.lostBySequence, count: 4, at: at, from: exporter)
        classifier.note(.remark("odd"), count: 1, at: at, from: exporter)
        classifier.note(.remark("none"), count: 0, at: at, from: exporter)
        classifier.record(try record("10.0.0.1", "198.51.100.1") { ($0.first, $0.last) = (at, at) }, from: exporter)
        let coverage = try coverage(classifier)
        #expect(coverage.seen == 9 && coverage.decoded == 1 && classifier.seenCount == 9)
        #expect(coverage.undecoded == ["v9_cut": 2, "without_template": 2])
        #expect(coverage.notFlow == ["options": 2, "repeated": 2] && coverage.lost == ["sequence": 4])
        #expect(coverage.remarked == ["odd": 1] && coverage.share == 1.0 / 9)
    }

    @Test("tell the lowest sampling rates apart and count the others as one, in whatever order and parts they come")
    func manyRates() throws {
        var generator = SeededGenerator()
        let at = try time("2026-11-01T13:05")
        let rates = (2..<42).map { UInt32($0 * 10) } + (2..<22).map { UInt32($0 * 10) }
        var expected: [String: UInt64] = ["sampling_at_other_rates": 28]
        for rate in 2..<18 { expected["sampling_1_in_\(rate * 10)"] = 2 }
        for _ in 0..<20 {
            let mixed = rates.shuffled(using: &generator)
            let cut = Int.random(in: 0...mixed.count, using: &generator)
            var whole = RecordCoverage()
            for part in [mixed.prefix(cut), mixed.dropFirst(cut)] where !part.isEmpty {
                var classifier = classifier([])
                for rate in part {
                    classifier.record(
                        try record("10.0.0.1", "198.51.100.1") {
                            ($0.first, $0.last, $0.samplingInterval) = (at, at, rate)
                        }, from: exporter)
                }
                whole.merge(try coverage(classifier))
            }
            #expect(whole.remarked == expected)
        }
    }

    @Test("without any time do not count, and those of no exporter are the program's")
    func program() throws {
        var classifier = classifier([try entry("192.0.2.1")])
        classifier.record(try record("10.0.0.1", "192.0.2.1"), from: LogOrigin())
        classifier.record(try record("10.0.0.1", "192.0.2.1") { ($0.first, $0.last) = (nil, nil) }, from: LogOrigin())
        #expect(classifier.sink.all.map(\.exporter.name) == ["zeek"])
        let coverage = try coverage(classifier)
        #expect(coverage.undecoded == ["without_time": 1] && coverage.seen == 2 && coverage.decoded == 1)
        #expect(classifier.seenCount == 2)
    }

    @Test("that hold a sampled packet count it as it is, of its exporter, and what holds none is named")
    func samples() throws {
        var classifier = classifier([try entry("192.0.2.1")])
        let frame = FrameBuilder.ethernet(
            ip: FrameBuilder.ip(
                from: try address("10.0.0.1"), to: try address("192.0.2.1"), .tcp,
                FrameBuilder.tcp(from: 50_000, to: 443, .syn)))
        let at = try time("2026-11-01T13:05")
        var sample = SampledFrame(
            linkType: .ethernet, bytes: frame, originalLength: UInt32(frame.count), time: at)
        sample.samplingInterval = 512
        classifier.sample(sample, from: exporter)
        classifier.sample(
            SampledFrame(linkType: .ethernet, bytes: Array(frame.prefix(20)), originalLength: 60, time: at),
            from: exporter)
        let found = try #require(classifier.sink.all.first)
        #expect(classifier.sink.all.count == 1 && found.counters.packets == 1 && found.counters.roles == .opening)
        #expect(found.direction == .fromHost && found.hostPort == 50_000 && found.originPort == 443)
        let coverage = try coverage(classifier)
        #expect(coverage.seen == 2 && coverage.decoded == 1 && coverage.matched == 1)
        #expect(coverage.undecoded == ["ipv4_cut": 1] && coverage.remarked == ["sampling_1_in_512": 1])
    }
}
